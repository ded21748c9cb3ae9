// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;

/**
 * When a consumer takes its turns: soon after it has asked for one, at a time that it has named, or with the end of a batch of messages for it; never one
 * within another. What it needs no more the stream hears at the end of a turn. Confined to the stream's loop.
 */
final class ConsumerTurns {
    private final ConsumerActor actor;
    private final Stream stream;
    private final EventLoop loop;
    private final LoopTimer timer;
    private final Runnable scheduled;

    private long wakeAtNanos = Long.MAX_VALUE;
    private boolean awake;
    private boolean inTurn;
    private boolean released;

    ConsumerTurns(ConsumerActor actor, Stream stream, Fence fence) {
        this.actor = actor;
        this.stream = stream;
        this.loop = stream.loop();
        this.timer = new LoopTimer(fence.around(this::timeCame));
        this.scheduled = fence.around(this::takeIfAwake);
    }

    /** Takes a turn soon, after what else is to be done. */
    void wake() {
        if (!awake) {
            awake = true;
            loop.execute(scheduled);
        }
    }

    /** Takes a turn at that time, or earlier. */
    void wakeAt(long nanos) {
        if (nanos < wakeAtNanos) {
            wakeAtNanos = nanos;
            loop.schedule(timer, Math.max(0, nanos - loop.now()));
        }
    }

    /** A batch of messages for it is over: takes the turn now that it may have asked for meanwhile. */
    void batchEnded() {
        if (!inTurn) {
            takeIfAwake();
        }
    }

    /** The consumer needs that message no more: interest and work queue retention. */
    void release(long sequence) {
        stream.acknowledged(actor, sequence);
        released = true;
    }

    /** No time is waited for any more. */
    void stop() {
        loop.cancel(timer);
    }

    private void timeCame() {
        wakeAtNanos = Long.MAX_VALUE;
        take();
    }

    private void takeIfAwake() {
        if (awake) {
            take();
        }
    }

    private void take() {
        awake = false;
        Consumer consumer = actor.consumer();
        if (consumer.isClosed() || actor.isInTheMaking()) {
            return;
        }
        inTurn = true;
        try {
            consumer.turn();
        } finally {
            inTurn = false;
        }
        if (released) {
            released = false;
            stream.changes().batchEnded();
        }
    }
}
