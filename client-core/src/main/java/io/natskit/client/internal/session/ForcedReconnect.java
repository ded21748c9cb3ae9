// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.ConnectionState;
import io.natskit.client.ForceReconnect;
import io.natskit.client.ServerAddress;
import io.natskit.client.internal.transport.IoLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Connects anew because somebody asked for it: after a flush, at once, or by a move without a gap. One for each wish; I/O thread. */
final class ForcedReconnect {
    private final Session session;
    private final Links links;
    private final IoLoop loop;
    private final ForceReconnect how;
    private final CompletableFuture<Void> done;

    ForcedReconnect(Session session, Links links, IoLoop loop, ForceReconnect how, CompletableFuture<Void> done) {
        this.session = session;
        this.links = links;
        this.loop = loop;
        this.how = how;
        this.done = done;
    }

    void start() {
        ServerLink here = links.current();
        if (here == null) {
            links.hurry();
            awaitConnected();
        } else if (how.overlap()) {
            move(here);
        } else if (how.flushWait().isZero()) {
            drop(here);
        } else {
            CompletableFuture<Long> flushed = session.ping(false);
            flushed.whenComplete((nanos, error) -> onLoop(() -> drop(here)));
            loop.schedule(how.flushWait().toNanos(), () -> flushed.complete(0L));
        }
    }

    private void onLoop(Runnable task) {
        if (loop.inLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private void move(ServerLink here) {
        ServerAddress target = target(here);
        List<ServerAddress> to = target == null ? session.pool().others(here.server()) : List.of(target);
        links.move(to.isEmpty() ? List.of(here.server()) : to, done);
        failLater();
    }

    private void drop(ServerLink here) {
        if (links.current() == here) {
            ServerAddress target = target(here);
            here.close(how.abort());
            links.lost(null, target, true);
        }
        awaitConnected();
    }

    private @Nullable ServerAddress target(ServerLink here) {
        if (how.target() == ForceReconnect.Target.SAME) {
            return here.server();
        }
        List<ServerAddress> others = session.pool().others(here.server());
        return how.target() == ForceReconnect.Target.ANY || others.isEmpty() ? null : others.get(0);
    }

    private void awaitConnected() {
        session.states().when(ConnectionState.Connected.class).whenComplete((state, error) -> {
            if (error == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(error);
            }
        });
        failLater();
    }

    private void failLater() {
        loop.schedule(
                how.timeout().toNanos(), () -> done.completeExceptionally(Connector.late("reconnect", how.timeout())));
    }
}
