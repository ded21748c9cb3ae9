// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.router.Subscription;
import io.natskit.server.subject.Interest;
import io.natskit.server.transport.EventLoop;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Tells a consumer, on its loop, when who listens to its deliveries has changed; many changes in a row are told once. */
final class InterestWatch {
    private final Interest<Subscription> interest;
    private final EventLoop loop;
    private final Runnable told;
    private final AtomicBoolean noted = new AtomicBoolean();
    private final Runnable note = this::note;
    private byte @Nullable [] watched;

    /** {@code moved} runs on the loop. */
    InterestWatch(Interest<Subscription> interest, EventLoop loop, Runnable moved) {
        this.interest = interest;
        this.loop = loop;
        told = () -> {
            noted.set(false);
            moved.run();
        };
    }

    /** Watches that subject instead of the one before; null: none. */
    void watch(byte @Nullable [] subject) {
        close();
        watched = subject;
        if (subject != null) {
            interest.watch(subject, note);
        }
    }

    // any thread
    private void note() {
        if (noted.compareAndSet(false, true)) {
            loop.execute(told);
        }
    }

    void close() {
        byte[] old = watched;
        if (old != null) {
            interest.unwatch(old, note);
        }
    }
}
