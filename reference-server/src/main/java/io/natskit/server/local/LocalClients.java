// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.local;

import io.natskit.server.account.Account;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.EventLoops;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Opens the server's own subscriptions, and knows each loop's publisher. Any thread. */
public final class LocalClients {
    private final EventLoops loops;
    private final LocalPublisher[] publishers;
    private final AtomicLong lastSid = new AtomicLong();

    /** The own clients of a server with these loops and their lanes. */
    public LocalClients(EventLoops loops, RouterLane[] lanes) {
        this.loops = loops;
        this.publishers = new LocalPublisher[lanes.length];
        for (int i = 0; i < lanes.length; i++) {
            publishers[i] = new LocalPublisher(lanes[i]);
        }
    }

    /** The loops of the server. */
    public EventLoops loops() {
        return loops;
    }

    /** The publisher of a loop; to be used on that loop only. */
    public LocalPublisher publisher(EventLoop loop) {
        return publishers[loop.index()];
    }

    /** The publisher of the loop that calls. Throws {@link IllegalStateException} on any other thread. */
    public LocalPublisher publisher() {
        for (EventLoop loop : loops.all()) {
            if (loop.isCurrent()) {
                return publishers[loop.index()];
            }
        }
        throw new IllegalStateException("the thread " + Thread.currentThread().getName() + " is no event loop");
    }

    /**
     * Subscribes an inbox, as a member of {@code queue} unless that is null. When this returns, messages that are published from now on reach
     * it. Throws {@link IllegalArgumentException} if the pattern is not valid.
     */
    public LocalSubscription subscribe(
            Account<Subscription> account, String pattern, @Nullable String queue, LocalInbox inbox) {
        byte[] subject = pattern.getBytes(StandardCharsets.UTF_8);
        byte[] group = queue == null ? null : queue.getBytes(StandardCharsets.UTF_8);
        byte[] sid = Long.toString(lastSid.incrementAndGet()).getBytes(StandardCharsets.US_ASCII);
        Subscription subscription = new Subscription(inbox, subject, group, sid, inbox.isFiltered(), loops.count());
        account.subscribe(subject, group, subscription);
        account.countOwn(1);
        return new LocalSubscription(account, subscription);
    }
}
