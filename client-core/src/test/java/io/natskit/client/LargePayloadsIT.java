// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.client.internal.routing.ConnectionInternals;
import io.natskit.server.NatsServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Payloads that go straight from the socket to where they stay, between others that do not. */
class LargePayloadsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static byte[] random(Random random) {
        byte[] payload = new byte[random.nextBoolean() ? random.nextInt(300) : random.nextInt(400_000)];
        random.nextBytes(payload);
        return payload;
    }

    @Test
    void large_and_small_messages_come_whole_and_in_order() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        AtomicLong seen = new AtomicLong();
        ConnectionObserver counting = new ConnectionObserver() {
            @Override
            public void read(ByteBuffer bytes) {
                seen.addAndGet(bytes.remaining());
            }
        };
        try (NatsServer server = NatsServer.builder().start();
                Connection publisher = Nats.connect(server.url());
                Connection c = Nats.connect(o -> o.servers(server.url()).observer(counting))) {
            Subscription all = c.subscribe("a.*", SubscribeOptions.of(o -> o.pendingBytesMax(Long.MAX_VALUE)));
            c.flush();
            List<byte[]> sent = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                byte[] payload = random(random);
                sent.add(payload);
                publisher.publish("a." + i, payload);
            }
            long bytes = 0;
            for (int i = 0; i < sent.size(); i++) {
                Message message = all.next(SOON).orElseThrow();
                assertThat(message.subject()).as("seed %d", seed).isEqualTo("a." + i);
                assertThat(message.bytes()).as("seed %d, message %d", seed, i).isEqualTo(sent.get(i));
                bytes += message.size();
            }
            assertThat(c.statistics().socketBytesIn()).isGreaterThan(bytes);
            assertThat(seen).hasValue(c.statistics().socketBytesIn());
        }
    }

    @Test
    void payloads_come_in_the_arrays_that_were_given_for_them() {
        Random random = new Random(7);
        ConcurrentLinkedQueue<byte[]> given = new ConcurrentLinkedQueue<>();
        try (NatsServer server = NatsServer.builder().start();
                Connection publisher = Nats.connect(server.url());
                Connection c = Nats.connect(server.url())) {
            Subscription all = ConnectionInternals.of(c)
                    .subscribeInto("a", SubscribeOptions.of(o -> o.pendingBytesMax(Long.MAX_VALUE)), length -> {
                        byte[] array = new byte[length];
                        given.add(array);
                        return array;
                    });
            c.flush();
            List<byte[]> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                byte[] payload = random(random);
                sent.add(payload);
                publisher.publish("a", payload);
            }
            Set<Object> came = new HashSet<>();
            for (byte[] payload : sent) {
                byte[] bytes = all.next(SOON).orElseThrow().bytes();
                assertThat(bytes).isEqualTo(payload);
                came.add(bytes);
            }
            // arrays are equal to themselves alone
            assertThat(new HashSet<Object>(given)).containsAll(came);
        }
    }
}
