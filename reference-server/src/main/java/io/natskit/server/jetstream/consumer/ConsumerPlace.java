// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.jetstream.stream.StreamWatch;
import io.natskit.server.local.LocalPublisher;
import io.natskit.server.router.Subscription;
import io.natskit.server.subject.Interest;
import io.natskit.server.transport.EventLoop;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What a consumer sees from where it is: its stream, the account's subjects, the loop's clock. Its life is the {@link ConsumerActor}'s. On the stream's loop. */
final class ConsumerPlace implements Surroundings {
    private final ConsumerActor actor;
    private final ConsumerTurns turns;
    private final ConsumerDurable durable;
    private final Stream stream;
    private final EventLoop loop;
    private final @Nullable StreamWatch watch;
    private final LocalPublisher publisher;
    private final Interest<Subscription> interest;
    private long wallReadAt = Long.MIN_VALUE;
    private long wall;

    ConsumerPlace(ConsumerActor actor, Stream stream, ConsumerTurns turns, ConsumerDurable durable) {
        this.actor = actor;
        this.turns = turns;
        this.durable = durable;
        this.stream = stream;
        loop = stream.loop();
        watch = stream.host().watch();
        publisher = stream.publisher();
        interest = stream.account().interest();
    }

    @Override
    public MessageStore messages() {
        return stream.store();
    }

    @Override
    public long lastSequence() {
        return stream.changes().committedSequence();
    }

    @Override
    public long nowNanos() {
        return loop.now();
    }

    @Override
    public long wallNanos() {
        // the time of day costs an object; within a turn of the loop it stands still, as the loop's own time does
        long now = loop.now();
        if (now != wallReadAt) {
            wallReadAt = now;
            wall = stream.nowNanos();
        }
        return wall;
    }

    @Override
    public boolean hasInterest(byte[] subject) {
        return publisher.hasInterest(stream.account(), subject);
    }

    @Override
    public boolean isSubscribed(byte[] subject, byte @Nullable [] queueGroup) {
        return interest.hasLiteral(subject, queueGroup);
    }

    @Override
    public long interestGeneration() {
        return interest.generation();
    }

    @Override
    public int deliver(
            byte[] to,
            ByteRange subject,
            byte[] reply,
            int replyLength,
            byte[] header,
            int headerOffset,
            int headerLength,
            byte[] payload,
            int payloadOffset,
            int payloadLength) {
        return publisher.publish(
                stream.account(),
                to,
                to.length,
                subject.array(),
                subject.offset(),
                subject.length(),
                reply,
                replyLength,
                header,
                headerOffset,
                headerLength,
                payload,
                payloadOffset,
                payloadLength);
    }

    @Override
    public void send(byte[] to, byte[] reply, byte[] header, byte[] payload) {
        publisher.publish(stream.account(), to, reply, header, payload);
    }

    @Override
    public void consumed(StoredMessage message, long deliveries) {
        if (watch != null && actor.isPublic()) {
            watch.consumed(stream, actor.name(), message, deliveries);
        }
    }

    @Override
    public void answered(AckKind kind, long sequence, long deliveries) {
        if (watch != null
                && actor.isPublic()
                && actor.consumer().progress().pending().find(sequence) != PendingAcks.NONE) {
            StoredMessage message = new StoredMessage();
            if (messages().read(sequence, message)) {
                watch.acknowledged(stream, actor.name(), message, kind.word(), deliveries);
            }
        }
    }

    @Override
    public void commit() {
        stream.changes().batchEnded();
    }

    @Override
    public long random() {
        return ThreadLocalRandom.current().nextLong();
    }

    // ---- what the actor does

    @Override
    public void acknowledged(long sequence) {
        turns.release(sequence);
    }

    @Override
    public void wake() {
        turns.wake();
    }

    @Override
    public void wakeAt(long nanos) {
        turns.wakeAt(nanos);
    }

    @Override
    public void whenSafe(java.util.function.Consumer<@Nullable RuntimeException> action) {
        durable.whenSafe(action);
    }

    @Override
    public void vanish() {
        actor.vanish();
    }
}
