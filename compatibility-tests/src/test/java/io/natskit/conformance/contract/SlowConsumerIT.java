// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.Beside;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A consumer that does not read. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record SlowConsumerIT(Target target) implements Judged {
    private static final int SMALL_BUFFER = 16 * 1024;
    private static final int CHUNK = 32 * 1024;
    private static final String MESSAGE = "PUB flood " + CHUNK + "\r\n" + "x".repeat(CHUNK) + "\r\n";

    @Test
    @Rows("CP-27")
    void who_leaves_more_than_max_pending_unread_is_closed_and_the_others_lose_nothing() {
        try (RunningServer server = target.start("max_pending: 16mb\nmax_payload: 64kb\n");
                Peer slow = Peer.login(server, SMALL_BUFFER, "");
                Peer quick = Peer.login(server);
                Peer publisher = Peer.login(server)) {
            slow.send("SUB flood 1\r\n");
            slow.fence();
            quick.send("SUB flood 1\r\n");
            quick.fence();
            int messages = 2000;
            long expected = (long) messages * ("MSG flood 1 " + CHUNK + "\r\n").length() + messages * (CHUNK + 2L);
            CompletableFuture<Long> received = Beside.supply(() -> quick.skip(expected));
            for (int i = 0; i < messages; i++) {
                publisher.send(MESSAGE);
            }
            publisher.fence();

            assertThat(received.join()).isEqualTo(expected);
            assertThat(isCut(slow)).as("the slow consumer was cut").isTrue();
            quick.fence();
            publisher.fence();
        }
    }

    @Test
    @Rows({"CP-27", "CF-06"})
    void who_takes_nothing_for_the_write_deadline_is_closed() {
        try (RunningServer server = target.start("write_deadline: \"300ms\"\n");
                Peer slow = Peer.login(server, SMALL_BUFFER, "");
                Peer publisher = Peer.login(server)) {
            slow.send("SUB flood 1\r\n");
            slow.fence();
            for (int i = 0; i < 600; i++) {
                publisher.send(MESSAGE);
            }
            publisher.fence();
            awaitOnly(server, publisher);

            assertThat(isCut(slow))
                    .as("the consumer that takes nothing was cut")
                    .isTrue();
        }
    }

    @Test
    @Rows("CP-28")
    void who_publishes_to_a_reader_that_has_fallen_behind_is_held_back() {
        // Beyond three quarters of 64 MB and what the kernel holds, up to 10 ms are waited for each read of 64 KiB: 8
        // MiB are 128 reads.
        int before = 56 * 1024 * 1024;
        int measured = 8 * 1024 * 1024;
        Duration least = Duration.ofMillis(600);
        assertThat(timeToPublish("max_pending: 67108864\n", before, measured))
                .as("a publisher that is held back")
                .isGreaterThan(least);
        // The measure itself: without the stall the same takes a fraction, if nothing else holds it up.
        Duration unhindered = Duration.ofMinutes(1);
        for (int i = 0; i < 5 && unhindered.compareTo(least) >= 0; i++) {
            unhindered = timeToPublish("max_pending: 67108864\nno_fast_producer_stall: true\n", before, measured);
        }
        assertThat(unhindered).as("a publisher that is not").isLessThan(least);
    }

    /** How long so many bytes take a publisher, behind others that a reader has left. */
    private Duration timeToPublish(String config, int before, int measured) {
        String message = "PUB flood 8192\r\n" + "x".repeat(8192) + "\r\n";
        byte[] block = message.repeat(16).getBytes(StandardCharsets.US_ASCII);
        try (RunningServer server = target.start(config);
                Peer slow = Peer.login(server, SMALL_BUFFER, "");
                Peer publisher = Peer.login(server)) {
            slow.send("SUB flood 1\r\n");
            slow.fence();
            publish(publisher, block, before);
            long begun = System.nanoTime();
            publish(publisher, block, measured);
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    private static void publish(Peer publisher, byte[] block, int bytes) {
        for (int sent = 0; sent < bytes; sent += block.length) {
            publisher.send(block);
        }
        publisher.fence();
    }

    @Test
    @Rows("CP-28")
    void with_no_fast_producer_stall_messages_are_dropped_before_the_consumer_is_cut() {
        try (RunningServer server =
                        target.start("no_fast_producer_stall: true\nmax_pending: 8mb\nmax_payload: 64kb\n");
                Peer slow = Peer.login(server, SMALL_BUFFER, "");
                Peer publisher = Peer.login(server)) {
            slow.send("SUB flood 1\r\n");
            slow.fence();
            for (int i = 0; i < 2000; i++) {
                publisher.send(MESSAGE);
            }
            publisher.fence();
            slow.send("PING\r\n");
            int received = 0;
            String line = slow.line();
            while (line != null && !line.equals("PONG")) {
                received += line.startsWith("MSG ") ? 1 : 0;
                line = slow.line();
            }

            assertThat(line).as("the consumer is still there").isEqualTo("PONG");
            assertThat(received).isBetween(100, 1999);
        }
    }

    /** Waits until nobody but this publisher takes part, seen by a request that nobody answers. */
    private static void awaitOnly(RunningServer server, Peer publisher) {
        try (Peer asker = Peer.login(server, 0, ",\"headers\":true,\"no_responders\":true")) {
            asker.send("SUB gone 1\r\n");
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(20))
                    .until(() -> {
                        asker.send("PUB flood gone 0\r\n\r\nPING\r\n");
                        boolean nobody = false;
                        for (String line = asker.line(); !"PONG".equals(line); line = asker.line()) {
                            nobody |= line != null && line.contains(" 503");
                        }
                        return nobody;
                    });
            publisher.fence();
        }
    }

    /** Reads what is left; a connection that was not cut would answer the PING. */
    private static boolean isCut(Peer peer) {
        try {
            peer.send("PING\r\n");
        } catch (java.io.UncheckedIOException e) {
            return true;
        }
        return !peer.lastLineOrPong().equals("PONG");
    }
}
