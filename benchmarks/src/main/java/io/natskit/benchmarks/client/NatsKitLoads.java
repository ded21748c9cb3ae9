// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.client;

import io.natskit.Nats;
import io.natskit.client.ClientResources;
import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.websocket.WebSocketTransport;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.IngestPublisher;
import io.natskit.jetstream.JetStream;
import io.natskit.peer.load.ClientLoads;
import io.natskit.peer.load.LoadClient;
import io.natskit.peer.load.StoreClient;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Our client under the client loads, with its own defaults, except that no message is dropped on the way to a sink. */
public final class NatsKitLoads implements LoadClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final SubscribeOptions UNBOUNDED =
            SubscribeOptions.of(o -> o.pendingMessagesMax(Long.MAX_VALUE).pendingBytesMax(Long.MAX_VALUE));

    private final Connection connection;
    private final JetStream jetStream;

    private NatsKitLoads(Connection connection) {
        this.connection = connection;
        this.jetStream = JetStream.on(connection);
    }

    /** Reads loads from standard input, or runs the one in the arguments. */
    public static void main(String[] arguments) throws IOException {
        try (Connections connections = new Connections()) {
            if (arguments.length == 0) {
                ClientLoads.serve(connections, System.in, System.out);
            } else {
                System.out.println(ClientLoads.run(connections, arguments));
            }
        }
    }

    @Override
    public void publish(String subject, byte[] payload) {
        connection.publish(subject, payload);
    }

    @Override
    public void flush() {
        connection.flush(LIMIT);
    }

    @Override
    public void subscribe(String subject, MessageSink sink) {
        connection.subscribe(subject, UNBOUNDED, message -> sink.received(message.size()));
    }

    @Override
    public void hear(String subject, Consumer<byte[]> sink) {
        connection.subscribe(subject, UNBOUNDED, message -> sink.accept(message.bytes()));
    }

    @Override
    public int serverPort() {
        return connection.serverInfo().port();
    }

    @Override
    public void respond(String subject) {
        connection.subscribe(subject, UNBOUNDED, NatsKitLoads::reply);
    }

    private static void reply(Message message) {
        message.reply(message.bytes());
    }

    @Override
    public byte[] request(String subject, byte[] payload) {
        return connection.request(subject, payload).bytes();
    }

    @Override
    public CompletionStage<?> requestAsync(String subject, byte[] payload) {
        return connection.async().request(subject, payload);
    }

    @Override
    public void makeStream(String name, String subject, boolean fast) {
        JetStream js = JetStream.on(connection, o -> o.timeout(LIMIT));
        if (js.findStream(name).isPresent()) {
            js.deleteStream(name);
        }
        js.createStream(StreamConfig.builder(name)
                .subjects(subject)
                .storage(StorageType.MEMORY)
                .allowBatchPublish(fast)
                .build());
    }

    @Override
    public void store(String subject, byte[] payload) {
        jetStream.publish(subject, payload);
    }

    @Override
    public CompletionStage<?> storeAsync(String subject, byte[] payload) {
        return jetStream.async().publish(subject, payload);
    }

    @Override
    public void ingest(String stream, String subject, byte[] payload, int messages) {
        try (IngestPublisher ingest = jetStream.ingest(stream, i -> {})) {
            for (int i = 0; i < messages; i++) {
                ingest.add(subject, payload);
            }
            ingest.commit();
        }
    }

    @Override
    public AutoCloseable consume(String stream, boolean explicit, MessageSink sink) {
        ConsumerHandle consumer = jetStream.stream(stream)
                .ensureConsumer(ConsumerConfig.builder()
                        .ackPolicy(explicit ? AckPolicy.EXPLICIT : AckPolicy.NONE)
                        .maxAckPending(-1)
                        .build());
        return consumer.consume(message -> {
            if (explicit) {
                message.ack();
            }
            sink.received(message.size());
        });
    }

    @Override
    public StoreClient stores() {
        return new NatsKitStores(connection);
    }

    @Override
    public void close() {
        connection.close();
    }

    /** Opens connections of our client; the shared ones have one set of threads. */
    private static final class Connections implements Factory {
        private @Nullable ClientResources shared;

        @Override
        public LoadClient connect(String url) {
            return new NatsKitLoads(
                    url.startsWith("ws")
                            ? Nats.connect(o -> o.servers(url).servers(s -> s.transport(WebSocketTransport.create())))
                            : Nats.connect(url));
        }

        @Override
        public LoadClient connectShared(String url) {
            ClientResources resources = shared == null ? Nats.resources() : shared;
            shared = resources;
            return new NatsKitLoads(Nats.connect(o -> o.servers(url).resources(resources)));
        }

        @Override
        public void releaseShared() {
            if (shared != null) {
                shared.close();
                shared = null;
            }
        }

        @Override
        public void close() {
            releaseShared();
        }
    }
}
