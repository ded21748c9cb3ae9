// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.jetstream.stream.StreamWatch;
import java.util.function.Consumer;

/** Brings the events of streams to an interceptor; what it throws ends here. */
final class StreamHooks implements StreamWatch {
    private final Interceptor interceptor;
    private final LogSink log;

    StreamHooks(Interceptor interceptor, LogSink log) {
        this.interceptor = interceptor;
        this.log = log;
    }

    @Override
    public void stored(Stream stream, StoredMessage message, long sequence) {
        Copy copy = new Copy(stream, message, sequence);
        guarded(i -> i.stored(copy));
    }

    @Override
    public void consumed(Stream stream, String consumer, StoredMessage message, long deliveries) {
        Copy copy = new Copy(stream, message, message.sequence());
        guarded(i -> i.consumed(copy, consumer, deliveries));
    }

    @Override
    public void acknowledged(Stream stream, String consumer, StoredMessage message, String word, long deliveries) {
        Copy copy = new Copy(stream, message, message.sequence());
        guarded(i -> i.acknowledged(copy, consumer, word, deliveries));
    }

    private void guarded(Consumer<Interceptor> call) {
        try {
            call.accept(interceptor);
        } catch (RuntimeException e) {
            log.log(LogSink.Level.ERROR, "Interceptor failed: " + e);
        }
    }

    private static final class Copy implements StreamedMessage {
        private final String account;
        private final String stream;
        private final long sequence;
        private final String subject;
        private final byte[] headers;
        private final byte[] payload;

        Copy(Stream stream, StoredMessage message, long sequence) {
            this.account = stream.account().name();
            this.stream = stream.name();
            this.sequence = sequence;
            this.subject = message.subject().toString();
            this.headers = message.headers().toBytes();
            this.payload = message.payload().toBytes();
        }

        @Override
        public String account() {
            return account;
        }

        @Override
        public String stream() {
            return stream;
        }

        @Override
        public long sequence() {
            return sequence;
        }

        @Override
        public String subject() {
            return subject;
        }

        @Override
        public byte[] toBytes() {
            return payload.clone();
        }

        @Override
        public byte[] headerBytes() {
            return headers.clone();
        }
    }
}
