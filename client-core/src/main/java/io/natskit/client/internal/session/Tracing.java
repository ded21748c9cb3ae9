// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.Message;
import io.natskit.client.MessageTracer;
import io.natskit.wire.headers.Headers;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The user's tracer, with what it throws logged: a message goes on without it. Any thread. */
public final class Tracing {
    private static final System.Logger LOG = System.getLogger("io.natskit.client");
    private static final MessageTracer.Handling UNTRACED = error -> {};

    private static final Runnable NOTHING = () -> {};

    /** Of whoever is not traced. */
    public static final MessageTracer.Gathering NONE = new MessageTracer.Gathering() {
        @Override
        public Runnable sending() {
            return NOTHING;
        }

        @Override
        public void ended(long messages, @Nullable Throwable error) {}
    };

    private final MessageTracer tracer;

    Tracing(MessageTracer tracer) {
        this.tracer = tracer;
    }

    /** What is sent, as the tracer sees it; its methods throw nothing. */
    public static final class Sent {
        private final MessageTracer.@Nullable Sending sending;
        private final Headers headers;

        private Sent(MessageTracer.@Nullable Sending sending, Headers headers) {
            this.sending = sending;
            this.headers = headers;
        }

        /** The headers to be sent, or null where there are none. */
        public @Nullable Headers headers() {
            return headers.isEmpty() ? null : headers;
        }

        /** It was sent, or answered, or failed. */
        public void ended(@Nullable Throwable error) {
            if (sending != null) {
                Counters.guarded(() -> sending.ended(error));
            }
        }
    }

    /** Has {@code put} publish a message, with the headers that the tracer gives it, or null where there are none. */
    public <T> T publishing(String subject, @Nullable Headers headers, int bytes, Function<@Nullable Headers, T> put) {
        Sent sent = sent(headers, given -> tracer.publishing(subject, given, bytes));
        Throwable error = null;
        try {
            return put.apply(sent.headers());
        } catch (RuntimeException e) {
            error = e;
            throw e;
        } finally {
            sent.ended(error);
        }
    }

    /** A request is sent. */
    public Sent requesting(String subject, @Nullable Headers headers, int bytes) {
        return sent(headers, given -> tracer.requesting(subject, given, bytes));
    }

    private static Sent sent(@Nullable Headers headers, Function<Headers, MessageTracer.Sending> begin) {
        Headers given = headers == null ? Headers.empty() : headers;
        try {
            MessageTracer.Sending sending = begin.apply(given);
            return new Sent(sending, sending.headers());
        } catch (RuntimeException e) {
            failed(e);
            return new Sent(null, given);
        }
    }

    /** A handler gets a message next. */
    public MessageTracer.Handling handling(Message message) {
        try {
            MessageTracer.Handling handling = tracer.handling(message);
            return error -> Counters.guarded(() -> handling.ended(error));
        } catch (RuntimeException e) {
            failed(e);
            return UNTRACED;
        }
    }

    /** Somebody took a message. */
    public void taken(Message message, long waitedNanos) {
        Counters.guarded(() -> tracer.taken(message, waitedNanos));
    }

    /** A batch begins; its methods throw nothing. */
    public MessageTracer.Gathering gathering(String subject) {
        try {
            return new Guarded(tracer.gathering(subject));
        } catch (RuntimeException e) {
            failed(e);
            return NONE;
        }
    }

    private record Guarded(MessageTracer.Gathering gathering) implements MessageTracer.Gathering {
        @Override
        public Runnable sending() {
            try {
                Runnable sent = gathering.sending();
                return () -> Counters.guarded(sent);
            } catch (RuntimeException e) {
                failed(e);
                return NOTHING;
            }
        }

        @Override
        public void ended(long messages, @Nullable Throwable error) {
            Counters.guarded(() -> gathering.ended(messages, error));
        }
    }

    private static void failed(RuntimeException why) {
        LOG.log(System.Logger.Level.WARNING, "a tracer failed", why);
    }
}
