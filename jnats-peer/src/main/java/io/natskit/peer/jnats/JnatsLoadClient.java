// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.jnats;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.natskit.peer.load.LoadClient;
import io.natskit.peer.load.StoreClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** jnats as the loads see it, with its own defaults, except that no message is dropped on the way to a sink. */
final class JnatsLoadClient implements LoadClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Connection connection;
    private @Nullable JetStream jetStream;

    private JnatsLoadClient(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void publish(String subject, byte[] payload) {
        connection.publish(subject, payload);
    }

    @Override
    public void flush() {
        try {
            connection.flush(LIMIT);
        } catch (TimeoutException failure) {
            throw new IllegalStateException("flush took longer than " + LIMIT, failure);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    @Override
    public void subscribe(String subject, MessageSink sink) {
        hear(subject, payload -> sink.received(payload.length));
    }

    @Override
    public int serverPort() {
        return connection.getServerInfo().getPort();
    }

    @Override
    public void hear(String subject, Consumer<byte[]> sink) {
        Dispatcher dispatcher = connection.createDispatcher(message -> sink.accept(message.getData()));
        dispatcher.setPendingLimits(-1, -1);
        dispatcher.subscribe(subject);
    }

    @Override
    public void respond(String subject) {
        connection
                .createDispatcher(message -> connection.publish(message.getReplyTo(), message.getData()))
                .subscribe(subject);
    }

    @Override
    public byte[] request(String subject, byte[] payload) {
        try {
            return connection.request(subject, payload).get().getData();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("request failed", failure);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    @Override
    public CompletionStage<?> requestAsync(String subject, byte[] payload) {
        return connection.request(subject, payload);
    }

    @Override
    public void makeStream(String name, String subject, boolean fast) {
        try {
            JetStreamManagement management = connection.jetStreamManagement();
            if (management.getStreamNames().contains(name)) {
                management.deleteStream(name);
            }
            management.addStream(StreamConfiguration.builder()
                    .name(name)
                    .subjects(subject)
                    .storageType(StorageType.Memory)
                    .build());
        } catch (IOException | JetStreamApiException failure) {
            throw new IllegalStateException("stream " + name, failure);
        }
    }

    private JetStream jetStream() {
        JetStream made = jetStream;
        if (made == null) {
            try {
                made = connection.jetStream();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            jetStream = made;
        }
        return made;
    }

    @Override
    public void store(String subject, byte[] payload) {
        try {
            jetStream().publish(subject, payload);
        } catch (IOException | JetStreamApiException failure) {
            throw new IllegalStateException("publish failed", failure);
        }
    }

    @Override
    public CompletionStage<?> storeAsync(String subject, byte[] payload) {
        return jetStream().publishAsync(subject, payload);
    }

    /** It knows no fast ingest: its fastest way is futures with a window. */
    @Override
    public void ingest(String stream, String subject, byte[] payload, int messages) {
        Semaphore window = new Semaphore(1024);
        for (int i = 0; i < messages; i++) {
            window.acquireUninterruptibly();
            jetStream().publishAsync(subject, payload).whenComplete((ack, failure) -> window.release());
        }
        window.acquireUninterruptibly(1024);
    }

    @Override
    public AutoCloseable consume(String stream, boolean explicit, MessageSink sink) {
        try {
            ConsumerContext consumer = connection
                    .getStreamContext(stream)
                    .createOrUpdateConsumer(ConsumerConfiguration.builder()
                            .ackPolicy(explicit ? AckPolicy.Explicit : AckPolicy.None)
                            .maxAckPending(-1)
                            .build());
            return consumer.consume(message -> {
                if (explicit) {
                    message.ack();
                }
                sink.received(message.getData().length);
            });
        } catch (IOException | JetStreamApiException failure) {
            throw new IllegalStateException("consume failed", failure);
        }
    }

    @Override
    public StoreClient stores() {
        return new JnatsStores(connection);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static IllegalStateException interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", interrupted);
    }

    /** Opens connections of jnats; it has nothing that they could share. */
    static final class Connections implements Factory {
        @Override
        public LoadClient connect(String url) {
            try {
                return new JnatsLoadClient(
                        Nats.connect(new Options.Builder().server(url).build()));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException interrupted) {
                throw interrupted(interrupted);
            }
        }

        @Override
        public void close() {}
    }
}
