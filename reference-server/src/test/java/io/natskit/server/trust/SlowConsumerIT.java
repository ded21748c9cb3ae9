// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.server.NatsServer;
import io.natskit.server.support.RawClient;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** R3: a consumer that does not read is cut at {@code max_pending}; others lose nothing; the memory behind it stays within that and 32 MB. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SlowConsumerIT {
    private static final int MAX_PENDING = 16 * 1024 * 1024;
    private static final long BEYOND_MAX = 32L * 1024 * 1024;
    private static final int SIZE = 50_000;
    private static final int COUNT = 2_000;

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void who_does_not_read_is_cut_in_time_and_costs_no_more_than_its_bound() throws Exception {
        try (NatsServer server = NatsServer.builder()
                        .configure(o -> o.limits(l -> l.maxPendingBytes(MAX_PENDING))
                                .liveness(l -> l.disableShortFirstPing(true)))
                        .start();
                RawClient slow = RawClient.loggedIn(server);
                RawClient quick = RawClient.loggedIn(server);
                RawClient publisher = RawClient.loggedIn(server)) {
            slow.send("SUB flood 1\r\n").flush();
            quick.send("SUB flood 1\r\n").flush();
            String message = "PUB flood " + SIZE + "\r\n" + "x".repeat(SIZE) + "\r\n";
            int frame = ("MSG flood 1 " + SIZE + "\r\n").length() + SIZE + 2;
            CompletableFuture<Integer> received = CompletableFuture.supplyAsync(() -> {
                try {
                    for (int i = 0; i < COUNT; i++) {
                        String all = quick.read(frame);
                        assertThat(all)
                                .startsWith("MSG flood 1 " + SIZE + "\r\nx")
                                .endsWith("x\r\n");
                    }
                    return COUNT;
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            long before = directBytes();
            long peak = before;
            for (int i = 0; i < COUNT; i++) {
                publisher.send(message);
                peak = Math.max(peak, directBytes());
            }
            assertThat(publisher.flush()).isEmpty();
            assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo(COUNT);
            assertThat(peak - before).as("direct memory at its peak").isLessThan(MAX_PENDING + BEYOND_MAX);
            await().untilAsserted(() -> assertThat(server.closedClients())
                    .extracting(NatsServer.ClosedClient::reason)
                    .containsExactly("Slow Consumer (Pending Bytes)"));
            server.checkInvariants();
        }
    }
}
