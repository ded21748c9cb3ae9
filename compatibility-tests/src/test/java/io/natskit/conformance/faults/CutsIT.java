// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.NatsException;
import io.natskit.client.ReconnectPolicy;
import io.natskit.junit.InjectNats;
import io.natskit.junit.NatsServerTest;
import io.natskit.junit.NatsUrl;
import io.natskit.junit.proxy.FaultProxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Connections cut at random bytes under load (K2): what the client promised about each message must be true. 10 cuts, 100 in the full form. */
@Isolated("counts threads and connections of the JVM")
@NullMarked
@NatsServerTest
class CutsIT {
    private static final int CUTS = Boolean.getBoolean("natskit.full") ? 100 : 10;
    private static final int FLUSH_EVERY = 50;
    private static final int PAYLOAD_BYTES = 32;

    @NatsUrl
    String direct = "";

    @InjectNats
    FaultProxy proxy;

    private final BitSet seen = new BitSet();
    private final List<String> wrong = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private int last = -1;

    /** Messages from..to (exclusive) that a flush confirmed with no reconnect since the one before. */
    private record Confirmed(int from, int to) {}

    @Test
    void each_message_is_delivered_as_often_as_the_client_said() throws InterruptedException {
        long seed = Long.getLong("natskit.seed", System.nanoTime());
        Random random = new Random(seed);
        AtomicLong cuts = new AtomicLong();
        proxy.onConnection(connection -> {
            if (cuts.get() < CUTS) {
                cuts.incrementAndGet();
                // small positions cut inside CONNECT now and then, most under load
                connection.toServer().cutAfter(random.nextInt(40_000));
            }
        });
        try (Connection observer = Nats.connect(direct);
                Connection publisher = Nats.connect(o -> o.servers(proxy.url())
                        .servers(s -> s.retryFirstConnect(true))
                        .name("publisher")
                        .reconnect(r -> r.maxAttempts(-1)
                                .policy(ReconnectPolicy.constant(Duration.ofMillis(2), Duration.ZERO))))) {
            observer.subscribe("load", message -> observed(message.bytes()));
            observer.subscribe("end", message -> end.countDown());
            observer.flush();
            List<Confirmed> confirmed = new ArrayList<>();
            int published = publishUntilCut(publisher, confirmed);

            assertThat(end.await(10, TimeUnit.SECONDS))
                    .as("the end arrives, seed %d", seed)
                    .isTrue();
            observer.flush();
            judge(publisher, confirmed, published, seed);
        }
    }

    private int publishUntilCut(Connection publisher, List<Confirmed> confirmed) throws InterruptedException {
        int next = 0;
        int from = 0;
        int connectionAtFrom = proxy.acceptedCount();
        while (proxy.acceptedCount() <= CUTS || next - from > 0) {
            publisher.publish("load", ByteBuffer.allocate(PAYLOAD_BYTES).putInt(0, next++));
            if (next % FLUSH_EVERY == 0) {
                int before = connectionAtFrom;
                boolean flushed = flush(publisher);
                connectionAtFrom = proxy.acceptedCount();
                if (flushed && before == connectionAtFrom) {
                    confirmed.add(new Confirmed(from, next));
                }
                from = next;
            }
        }
        while (!flush(publisher)) {
            Thread.onSpinWait();
        }
        publisher.publish("end", "");
        publisher.flush(Duration.ofSeconds(10));
        return next;
    }

    private static boolean flush(Connection publisher) {
        try {
            publisher.flush(Duration.ofSeconds(10));
            return true;
        } catch (NatsException e) {
            return false;
        }
    }

    private void observed(byte[] payload) {
        int number = ByteBuffer.wrap(payload).getInt();
        if (seen.get(number)) {
            wrong.add(number + " came twice");
        } else if (number < last) {
            wrong.add(number + " came after " + last);
        }
        seen.set(number);
        last = Math.max(last, number);
    }

    private void judge(Connection publisher, List<Confirmed> confirmed, int published, long seed) {
        long inDoubt = publisher.statistics().messagesInDoubt();
        int lost = published - seen.cardinality();
        String facts = "seed %d: %d published, %d lost, %d in doubt, %d flushes confirmed, %d connections"
                .formatted(seed, published, lost, inDoubt, confirmed.size(), proxy.acceptedCount());
        assertThat(wrong).as("at most once, in order; " + facts).isEmpty();
        assertThat(confirmed).as(facts).isNotEmpty();
        for (Confirmed part : confirmed) {
            assertThat(seen.get(part.from(), part.to()).cardinality())
                    .as("confirmed %s; %s", part, facts)
                    .isEqualTo(part.to() - part.from());
        }
        assertThat((long) lost)
                .as("what was lost was counted as in doubt; " + facts)
                .isLessThanOrEqualTo(inDoubt);
        assertThat(proxy.acceptedCount()).as(facts).isGreaterThan(CUTS);
    }
}
