// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import io.natskit.client.internal.routing.ForwardedMessage;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.JetStreamObserver.Answer;
import io.natskit.jetstream.Metadata;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The answers to delivered messages, and the messages that give them. Any thread. */
final class Acks {
    private static final byte[] ACK = bytes("+ACK");
    private static final byte[] NAK = bytes("-NAK");
    private static final byte[] WORKING = bytes("+WPI");
    private static final byte[] TERM = bytes("+TERM");

    private final Context context;
    private final boolean answers;
    private final boolean partitioned;

    /** Answers through {@code context}; {@code false}: the consumer wants none, and none is sent. */
    Acks(Context context, boolean answers) {
        this(context, answers, false);
    }

    private Acks(Context context, boolean answers, boolean partitioned) {
        this.context = context;
        this.answers = answers;
        this.partitioned = partitioned;
    }

    /** For messages whose subjects begin with the number of a partition, which users do not see. */
    static Acks ofPartitions(Context context) {
        return new Acks(context, true, true);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The message as users see it. */
    JetStreamMessage of(Message message) {
        Message shown = partitioned ? new Unpartitioned(message) : message;
        if (context.observing().isOn()) {
            JetStreamMessage seen = new Observed(this, shown);
            context.observing().delivered(seen);
            return seen;
        }
        return new Delivered(this, shown);
    }

    private void send(Message message, byte[] answer) {
        if (answers) {
            message.reply(answer);
        }
    }

    private CompletableFuture<Void> confirmed(Message message, byte[] answer, Duration timeout) {
        String to = message.replyTo();
        if (!answers || to == null) {
            return CompletableFuture.completedFuture(null);
        }
        ApiRequest request = new ApiRequest(to, timeout);
        return request.send(context, null, ByteBuffer.wrap(answer)).thenApply(reply -> null);
    }

    private static class Delivered extends ForwardedMessage implements JetStreamMessage {
        private static final VarHandle ANSWERED;

        static {
            try {
                ANSWERED = MethodHandles.lookup().findVarHandle(Delivered.class, "answered", boolean.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final Acks acks;
        private @Nullable Metadata metadata;

        @SuppressWarnings("unused") // by its handle
        private volatile boolean answered;

        Delivered(Acks acks, Message message) {
            super(message);
            this.acks = acks;
        }

        private boolean first() {
            return ANSWERED.compareAndSet(this, false, true);
        }

        /** Somebody may look. */
        void answering(Answer answer) {}

        @Override
        public Metadata metadata() {
            Metadata read = metadata;
            if (read == null) {
                String reply = message.replyTo();
                if (reply == null) {
                    throw new IllegalStateException("message on \"" + subject() + "\" has no reply subject");
                }
                read = Metadata.parse(reply);
                metadata = read;
            }
            return read;
        }

        @Override
        public void ack() {
            if (first()) {
                acks.send(message, ACK);
                answering(Answer.ACK);
            }
        }

        @Override
        public void ackSync(Duration timeout) {
            if (first()) {
                acks.context.await(confirm(timeout), "ackSync");
            }
        }

        @Override
        public CompletableFuture<Void> ackAsync() {
            return first()
                    ? acks.context.hop(confirm(acks.context.options().timeout()))
                    : CompletableFuture.completedFuture(null);
        }

        /** An answer that was not confirmed may be given again. */
        private CompletableFuture<Void> confirm(Duration timeout) {
            return acks.confirmed(message, ACK, timeout).whenComplete((nothing, error) -> {
                if (error != null) {
                    answered = false;
                } else {
                    answering(Answer.ACK);
                }
            });
        }

        @Override
        public void nak() {
            if (first()) {
                acks.send(message, NAK);
                answering(Answer.NAK);
            }
        }

        @Override
        public void nak(Duration delay) {
            if (first()) {
                acks.send(message, Acks.bytes("-NAK {\"delay\":" + delay.toNanos() + "}"));
                answering(Answer.NAK);
            }
        }

        @Override
        public void working() {
            if (!answered) {
                acks.send(message, WORKING);
                answering(Answer.WORKING);
            }
        }

        @Override
        public void term() {
            if (first()) {
                acks.send(message, TERM);
                answering(Answer.TERM);
            }
        }

        @Override
        public void term(String reason) {
            if (first()) {
                acks.send(message, Acks.bytes("+TERM " + reason));
                answering(Answer.TERM);
            }
        }

        @Override
        public boolean isAnswered() {
            return answered;
        }
    }

    /** One whose answers are told to the observer. */
    private static final class Observed extends Delivered {
        private final Observing observing;
        private final boolean wanted;
        private final long handedNanos = System.nanoTime();

        Observed(Acks acks, Message message) {
            super(acks, message);
            this.observing = acks.context.observing();
            this.wanted = acks.answers;
        }

        @Override
        void answering(Answer answer) {
            if (wanted) {
                observing.answered(this, answer, handedNanos);
            }
        }
    }

    /** A message under its subject without the first token. */
    private static final class Unpartitioned extends ForwardedMessage {
        Unpartitioned(Message message) {
            super(message);
        }

        @Override
        public String subject() {
            String whole = message.subject();
            return whole.substring(whole.indexOf('.') + 1);
        }
    }
}
