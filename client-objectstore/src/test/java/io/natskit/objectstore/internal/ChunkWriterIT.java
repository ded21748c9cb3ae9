// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.internal.store.Context;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.PutSpec;
import io.natskit.objectstore.StoreConfig;
import io.natskit.server.InterceptedMessage;
import io.natskit.server.Interceptor;
import io.natskit.server.NatsServer;
import io.natskit.server.Verdict;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Chunks leave in order, and a giver waits for room behind each. */
class ChunkWriterIT {
    private static final int CHUNK = 1_000;

    /** Lets whoever asks what a stream is wait, so that chunks are there before it is known how they go. */
    private static final class SlowToTell implements Interceptor {
        @Override
        public Verdict published(InterceptedMessage message) {
            return message.subject().startsWith("$JS.API.STREAM.INFO.")
                    ? Verdict.delay(Duration.ofMillis(50))
                    : Verdict.deliver();
        }
    }

    /** Takes chunks, and has room when the test says so. */
    private static final class HeldLane implements Lane {
        final List<CompletableFuture<Void>> rooms = new ArrayList<>();

        @Override
        public CompletableFuture<Void> send(byte[] chunk, long index) {
            CompletableFuture<Void> room = new CompletableFuture<>();
            rooms.add(room);
            return room;
        }

        @Override
        public CompletableFuture<Void> settled() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> quiet() {
            return CompletableFuture.completedFuture(null);
        }
    }

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void chunks_given_before_the_stream_is_known_keep_their_order_in_a_fast_ingest() throws Exception {
        byte[] content = content(3 * CHUNK + 1);
        try (NatsServer server = NatsServer.builder()
                        .jetStream()
                        .interceptor(new SlowToTell())
                        .start();
                Connection connection = Nats.connect(o -> o.servers(server.url()))) {
            ObjectStore store =
                    ObjectStores.on(JetStream.on(connection)).createStore(StoreConfig.of("S", s -> s.fastIngest(true)));
            CompletableFuture<?> put;
            try (SubmissionPublisher<ByteBuffer> source = new SubmissionPublisher<>()) {
                put = store.flow().put("o", source, p -> p.chunkBytes(CHUNK));
                source.submit(ByteBuffer.wrap(content));
            }
            put.get(20, TimeUnit.SECONDS);
            assertThat(store.bytes("o", content.length)).isEqualTo(content);
        }
    }

    @Test
    void who_fills_chunks_waits_for_room_behind_each_though_part_of_the_next_is_taken() {
        try (NatsServer server = NatsServer.builder().jetStream().start();
                Connection connection = Nats.connect(o -> o.servers(server.url()))) {
            Store store = new Stores(Context.of(JetStream.on(connection)), new ChunkArrays()).store("S");
            HeldLane lane = new HeldLane();
            PutSpec spec = new PutSpec().chunkBytes(CHUNK);
            ChunkWriter writer = new ChunkWriter(store, lane, "o", "nuid", spec, Verifier.sha256(), 0, 0);

            CompletableFuture<Void> room = writer.write(ByteBuffer.wrap(content(2 * CHUNK + 1)));
            assertThat(lane.rooms).hasSize(2);
            assertThat(room).isNotDone();
            lane.rooms.get(1).complete(null);
            assertThat(room).isNotDone();
            lane.rooms.get(0).complete(null);
            assertThat(room).isCompleted();
            assertThat(writer.write(ByteBuffer.wrap(content(CHUNK - 2))))
                    .as("fills no chunk")
                    .isCompleted();
        }
    }
}
