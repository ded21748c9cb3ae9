// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.account.Account;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ServerContext;
import io.natskit.server.transport.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The cross-checks behind {@link NatsServer#checkInvariants()}. */
final class Invariants {
    private final ServerContext context;

    Invariants(ServerContext context) {
        this.context = context;
    }

    void check() {
        settle();
        Map<Account<Subscription>, int[]> perAccount = new HashMap<>();
        Map<EventLoop, int[]> perLoop = new HashMap<>();
        int sessions = 0;
        for (ClientSession session : context.registry().all()) {
            sessions++;
            int[] counts = perAccount.computeIfAbsent(session.account(), a -> new int[2]);
            counts[0]++;
            counts[1] += session.subscriptions();
            perLoop.computeIfAbsent(session.loop(), l -> new int[1])[0]++;
            String fault = session.output().inconsistency();
            require(fault == null, "client " + session.id() + ": " + fault);
        }
        require(
                sessions == context.registry().size(),
                "connections: " + context.registry().size() + " counted, " + sessions + " found");
        for (Account<Subscription> account : context.accounts().all()) {
            account.interest().checkInvariants();
            int[] counts = perAccount.getOrDefault(account, new int[2]);
            require(
                    account.connectionCount() == counts[0],
                    "account " + account.name() + ": " + account.connectionCount() + " connections counted, "
                            + counts[0] + " found");
            require(
                    account.subscriptionCount() == counts[1],
                    "account " + account.name() + ": " + account.subscriptionCount() + " subscriptions indexed, "
                            + counts[1] + " held by clients");
        }
        for (EventLoop loop : context.loops().all()) {
            int found = perLoop.getOrDefault(loop, new int[1])[0];
            require(
                    loop.connections() >= found,
                    "loop " + loop.index() + ": " + loop.connections() + " connections counted, " + found + " found");
        }
    }

    /** Lets each loop finish what it was told so far, twice, since a task may send one to another loop. */
    private void settle() {
        for (int round = 0; round < 2; round++) {
            CountDownLatch done = new CountDownLatch(context.loops().count());
            context.loops().all().forEach(loop -> loop.execute(done::countDown));
            try {
                require(done.await(5, TimeUnit.SECONDS), "a loop does not answer");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void require(boolean holds, @Nullable String problem) {
        if (!holds) {
            throw new IllegalStateException("server: " + problem);
        }
    }
}
