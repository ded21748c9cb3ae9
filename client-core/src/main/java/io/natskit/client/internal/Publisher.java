// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.BackPressure;
import io.natskit.client.BackPressureException;
import io.natskit.client.ConnectionClosedException;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.ConnectionObserver;
import io.natskit.client.InterruptedWaitException;
import io.natskit.client.LimitOptions;
import io.natskit.client.NatsException;
import io.natskit.client.NotConnectedException;
import io.natskit.client.Options;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.PayloadTooLargeException;
import io.natskit.client.internal.flight.WaitFlight;
import io.natskit.client.internal.outbox.Haste;
import io.natskit.client.internal.outbox.Offer;
import io.natskit.client.internal.outbox.Outbox;
import io.natskit.client.internal.protocol.OpEncoder;
import io.natskit.client.internal.rules.SubjectRules;
import io.natskit.client.internal.session.Counters;
import io.natskit.client.internal.session.Session;
import io.natskit.client.internal.session.Tracing;
import io.natskit.client.internal.transport.IoLoop;
import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Publishing with all its checks: subject, size, room. What the blocking and the asynchronous view share. Any thread. */
final class Publisher {
    private final Session session;
    private final Outbox outbox;
    private final LimitOptions limits;
    private final BackPressure backPressure;
    private final SubjectCache subjects;
    private final @Nullable ConnectionObserver observer;
    private final @Nullable Tracing tracing;
    private final AtomicBoolean dropping = new AtomicBoolean();

    Publisher(Session session) {
        Options options = session.options();
        this.session = session;
        this.outbox = session.outbox();
        this.limits = options.limits();
        this.backPressure = options.buffers().backPressure();
        this.subjects = new SubjectCache(subject -> SubjectRules.checkPublish(subject, limits.subjectCheck()));
        this.observer = session.counters().observer();
        this.tracing = session.tracing();
    }

    /** A message that has passed its checks, and can be offered. */
    interface Parcel {
        Offer offer();

        int bytesMax();
    }

    void publish(
            String subject,
            byte @Nullable [] reply,
            @Nullable Headers headers,
            byte[] payload,
            int offset,
            int length) {
        if (tracing == null) {
            put(subject, reply, headers, payload, offset, length);
        } else {
            traced(tracing, subject, headers, length, own -> put(subject, reply, own, payload, offset, length));
        }
    }

    private void put(
            String subject,
            byte @Nullable [] reply,
            @Nullable Headers headers,
            byte[] payload,
            int offset,
            int length) {
        byte[] to = subjects.bytes(subject);
        check(to, reply, headers, length);
        Offer offer = outbox.publish(to, reply, headers, payload, offset, length);
        if (offer != Offer.ACCEPTED) {
            insist(offer, new ArrayParcel(outbox, to, reply, headers, payload, offset, length));
        } else if (observer != null) {
            observed(subject, headers, length);
        }
    }

    void publish(String subject, byte @Nullable [] reply, @Nullable Headers headers, ByteBuffer payload) {
        if (payload.hasArray()) {
            publish(
                    subject,
                    reply,
                    headers,
                    payload.array(),
                    payload.arrayOffset() + payload.position(),
                    payload.remaining());
        } else {
            shown(subject, reply, headers, payload, Haste.of(reply));
        }
    }

    /** A request of the library's own making, which is followed by whoever makes it. */
    void send(String subject, byte[] reply, @Nullable Headers headers, ByteBuffer payload, Haste haste) {
        put(subject, reply, headers, payload, haste);
    }

    /** Puts a message with the headers that the tracer gives it. */
    private static void traced(
            Tracing tracing, String subject, @Nullable Headers headers, int bytes, Consumer<@Nullable Headers> put) {
        tracing.publishing(subject, headers, bytes, own -> {
            put.accept(own);
            return true;
        });
    }

    /** As {@link #publish(String, byte[], Headers, ByteBuffer)}, but not written before a block is full or somebody flushes. */
    void gather(String subject, byte[] reply, @Nullable Headers headers, ByteBuffer payload) {
        shown(subject, reply, headers, payload, Haste.GATHERS);
    }

    /** Puts a message that the tracer sees, if there is one. */
    private void shown(
            String subject, byte @Nullable [] reply, @Nullable Headers headers, ByteBuffer payload, Haste haste) {
        if (tracing == null) {
            put(subject, reply, headers, payload, haste);
        } else {
            traced(tracing, subject, headers, payload.remaining(), own -> put(subject, reply, own, payload, haste));
        }
    }

    private void put(
            String subject, byte @Nullable [] reply, @Nullable Headers headers, ByteBuffer payload, Haste haste) {
        byte[] to = subjects.bytes(subject);
        check(to, reply, headers, payload.remaining());
        Offer offer = outbox.publish(to, reply, headers, payload, haste);
        if (offer != Offer.ACCEPTED) {
            insist(offer, new BufferParcel(outbox, to, reply, headers, payload));
        } else if (observer != null) {
            observed(subject, headers, payload.remaining());
        }
    }

    void publish(OutgoingMessage message, byte @Nullable [] reply) {
        publish(message.subject(), reply, ownHeaders(message), message.payload());
    }

    void publish(OutgoingMessage message) {
        publish(message, replyOf(message));
    }

    /** For replies: the subject came from the server and is neither checked nor cached. */
    void reply(byte[] subject, Headers headers, byte[] payload) {
        Headers own = headers.isEmpty() ? null : headers;
        if (tracing == null) {
            putReply(subject, own, payload);
        } else {
            String to = new String(subject, StandardCharsets.UTF_8);
            traced(tracing, to, own, payload.length, more -> putReply(subject, more, payload));
        }
    }

    private void putReply(byte[] subject, @Nullable Headers own, byte[] payload) {
        check(subject, null, own, payload.length);
        Offer offer = outbox.publish(subject, null, own, payload, 0, payload.length);
        if (offer != Offer.ACCEPTED) {
            insist(offer, new ArrayParcel(outbox, subject, null, own, payload, 0, payload.length));
        }
        if (observer != null) {
            observed(new String(subject, StandardCharsets.UTF_8), own, payload.length);
        }
    }

    /** The parcel of a message, checked; for the asynchronous view. */
    Parcel parcel(OutgoingMessage message) {
        return tracing == null
                ? parcel(message, ownHeaders(message))
                : tracing.publishing(message.subject(), message.headers(), message.size(), own -> parcel(message, own));
    }

    private Parcel parcel(OutgoingMessage message, @Nullable Headers headers) {
        byte[] to = subjects.bytes(message.subject());
        byte[] reply = replyOf(message);
        check(to, reply, headers, message.size());
        if (observer != null) {
            observed(message.subject(), headers, message.size());
        }
        return new BufferParcel(outbox, to, reply, headers, message.payload());
    }

    /** How many bytes a message takes at most. */
    static int bytesMax(OutgoingMessage message) {
        String replyTo = message.replyTo();
        int headers = message.headers().isEmpty() ? 0 : message.headers().encodedLength();
        return OpEncoder.publishBytesMax(
                utf8Length(message.subject()), replyTo == null ? 0 : utf8Length(replyTo), headers, message.size());
    }

    private static int utf8Length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    private byte @Nullable [] replyOf(OutgoingMessage message) {
        String replyTo = message.replyTo();
        return replyTo == null ? null : subjects.bytes(replyTo);
    }

    private static @Nullable Headers ownHeaders(OutgoingMessage message) {
        return message.headers().isEmpty() ? null : message.headers();
    }

    private record ArrayParcel(
            Outbox outbox,
            byte[] to,
            byte @Nullable [] reply,
            @Nullable Headers headers,
            byte[] payload,
            int offset,
            int length)
            implements Parcel {
        @Override
        public Offer offer() {
            return outbox.publish(to, reply, headers, payload, offset, length);
        }

        @Override
        public int bytesMax() {
            return Publisher.bytesMax(to, reply, headers, length);
        }
    }

    private record BufferParcel(
            Outbox outbox,
            byte[] to,
            byte @Nullable [] reply,
            @Nullable Headers headers,
            ByteBuffer payload) implements Parcel {
        @Override
        public Offer offer() {
            return outbox.publish(to, reply, headers, payload);
        }

        @Override
        public int bytesMax() {
            return Publisher.bytesMax(to, reply, headers, payload.remaining());
        }
    }

    private static int bytesMax(byte[] to, byte @Nullable [] reply, @Nullable Headers headers, int length) {
        return OpEncoder.publishBytesMax(
                to.length, reply == null ? 0 : reply.length, headers == null ? 0 : headers.encodedLength(), length);
    }

    private void check(byte[] to, byte @Nullable [] reply, @Nullable Headers headers, int length) {
        int line = to.length + (reply == null ? 0 : reply.length) + 8;
        if (line > limits.controlLineMax()) {
            throw new IllegalArgumentException(
                    "subject and reply: " + line + " bytes (expected: at most " + limits.controlLineMax() + ")");
        }
        long size = headers == null ? length : (long) headers.encodedLength() + length;
        if (size > session.maxPayload() && limits.checkPayload()) {
            throw new PayloadTooLargeException(size, session.maxPayload());
        }
    }

    private void observed(String subject, @Nullable Headers headers, int length) {
        ConnectionObserver told = observer;
        if (told != null) {
            int bytes = length + (headers == null ? 0 : headers.encodedLength());
            Counters.guarded(() -> told.published(subject, bytes));
        }
    }

    /** The first offer was refused: waits, fails or drops, as the options say. */
    private void insist(Offer refusal, Parcel parcel) {
        if (refusal == Offer.FULL && backPressure instanceof BackPressure.Block block && !IoLoop.onIoThread()) {
            waitForRoom(parcel, block.timeout());
        } else if (refusal == Offer.FULL && backPressure instanceof BackPressure.DropNewest) {
            drop();
        } else {
            throw error(refusal);
        }
    }

    private void waitForRoom(Parcel parcel, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Offer offer = Offer.FULL;
        WaitFlight flight = WaitFlight.begun();
        while (offer == Offer.FULL) {
            try {
                if (!outbox.awaitRoom(parcel.bytesMax(), deadline - System.nanoTime())) {
                    throw error(Offer.FULL);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedWaitException("publish, waiting for room in the outgoing buffer", e);
            }
            offer = parcel.offer();
        }
        flight.ended("room to publish");
        if (offer != Offer.ACCEPTED) {
            throw error(offer);
        }
    }

    private void drop() {
        long dropped = session.counters().publishDropped();
        if (dropping.compareAndSet(false, true)) {
            session.emit(new ConnectionEvent.PublishDropped(Instant.now(), dropped));
            outbox.whenWritable(() -> dropping.set(false));
        }
    }

    /** Whether a refusal means that the message is dropped; it is counted then. */
    boolean drops(Offer refusal) {
        if (refusal == Offer.FULL && backPressure instanceof BackPressure.DropNewest) {
            drop();
            return true;
        }
        return false;
    }

    /** How long a full buffer may be waited for; null: not at all. */
    @Nullable
    Duration patience() {
        return backPressure instanceof BackPressure.Block block ? block.timeout() : null;
    }

    NatsException error(Offer refusal) {
        return switch (refusal) {
            case FULL ->
                new BackPressureException(
                        outbox.pendingBytes(), session.options().buffers().outgoingBytes());
            case OFFLINE ->
                new NotConnectedException("publish: the connection is "
                        + Session.words(session.states().now()));
            default ->
                new ConnectionClosedException("publish: the connection is "
                        + Session.words(session.states().now()));
        };
    }
}
