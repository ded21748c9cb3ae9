// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.BackPressure;
import io.natskit.client.BackPressureException;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionState;
import io.natskit.client.FakeServer;
import io.natskit.client.FlowSink;
import io.natskit.client.OutgoingMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** K2: publishing while the server is away. */
class OfflineIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int PUBLISHERS = 4;
    private static final int EACH = 1_000;

    private static Connection connect(String url, long offlineBytes, BackPressure whenFull) {
        return Nats.connect(o -> {
            o.servers(url);
            o.reconnect(r -> r.policy((round, random) -> Duration.ofMillis(5)));
            o.buffers(b -> b.offlineBytes(offlineBytes).backPressure(whenFull));
        });
    }

    /** Serves when told; until then the second connection stays silent before its INFO. */
    private static FakeServer away(CompletableFuture<Void> back) {
        return FakeServer.start(FakeServer.Peer::login, peer -> {
            back.join();
            peer.login();
            peer.serve();
        });
    }

    private static List<Integer> arrived(FakeServer server, int publisher) {
        String prefix = publisher + ":";
        return server.lines().stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> Integer.parseInt(line.substring(2)))
                .toList();
    }

    /** Publishes on a thread of its own; gives what was accepted. */
    private static CompletableFuture<List<Integer>> publisher(Connection c, int publisher) {
        return CompletableFuture.supplyAsync(() -> {
            List<Integer> accepted = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                try {
                    c.publish("away." + publisher, publisher + ":" + i);
                    accepted.add(i);
                } catch (BackPressureException e) {
                    // refused is refused: it must not arrive
                }
            }
            return accepted;
        });
    }

    private static List<CompletableFuture<List<Integer>>> publishers(Connection c) {
        return IntStream.range(0, PUBLISHERS).mapToObj(p -> publisher(c, p)).toList();
    }

    private static void checkDelivered(FakeServer server, List<CompletableFuture<List<Integer>>> publishers) {
        for (int p = 0; p < PUBLISHERS; p++) {
            int publisher = p;
            assertThat(publishers.get(p))
                    .succeedsWithin(SOON)
                    .satisfies(accepted -> await().atMost(SOON)
                            .untilAsserted(
                                    () -> assertThat(arrived(server, publisher)).isEqualTo(accepted)));
        }
    }

    @Test
    void refused_at_once_when_full_and_all_that_was_accepted_arrives_once_and_in_order() {
        CompletableFuture<Void> back = new CompletableFuture<>();
        try (FakeServer server = away(back);
                Connection c = connect(server.url(), 32 * 1024, BackPressure.fail())) {
            c.awaitState(ConnectionState.Reconnecting.class, SOON);
            long start = System.nanoTime();
            List<CompletableFuture<List<Integer>>> publishers = publishers(c);
            publishers.forEach(CompletableFuture::join);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            int accepted = publishers.stream().mapToInt(p -> p.join().size()).sum();

            assertThat(accepted).isBetween(1, PUBLISHERS * EACH - 1);
            assertThat(c.statistics().outgoingBytes()).isLessThanOrEqualTo(32 * 1024);
            assertThat(took).as("thousands of refusals").isLessThan(Duration.ofSeconds(3));

            back.complete(null);
            c.flush(SOON);
            checkDelivered(server, publishers);
            assertThat(c.statistics().messagesInDoubt()).isZero();
        }
    }

    @Test
    void publishers_that_wait_for_room_go_on_when_the_server_is_back_and_lose_nothing() {
        CompletableFuture<Void> back = new CompletableFuture<>();
        try (FakeServer server = away(back);
                Connection c = connect(server.url(), 8 * 1024, BackPressure.block(SOON))) {
            c.awaitState(ConnectionState.Reconnecting.class, SOON);
            List<CompletableFuture<List<Integer>>> publishers = publishers(c);
            await().atMost(SOON).until(() -> c.statistics().outgoingBytes() > 7 * 1024);
            assertThat(publishers).noneMatch(CompletableFuture::isDone);
            assertThat(c.statistics().outgoingBytes()).isLessThanOrEqualTo(8 * 1024);

            back.complete(null);
            publishers.forEach(p -> assertThat(p.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                            .join())
                    .hasSize(EACH));
            c.flush(SOON);
            checkDelivered(server, publishers);
        }
    }

    @Test
    void asynchronous_publishes_wait_up_to_their_bound_and_those_beyond_it_are_refused_at_once() {
        CompletableFuture<Void> back = new CompletableFuture<>();
        try (FakeServer server = away(back);
                Connection c =
                        Nats.connect(o -> o.servers(s -> s.servers(server.url()).shuffle(false))
                                .reconnect(r -> r.policy((round, random) -> Duration.ofMillis(5)))
                                .buffers(b -> b.offlineBytes(4 * 1024)
                                        .waitingBytes(8 * 1024)
                                        .backPressure(BackPressure.block(SOON))))) {
            c.awaitState(ConnectionState.Reconnecting.class, SOON);
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                all.add(c.async().publish("away.0", "0:" + i));
            }
            List<Integer> refused = IntStream.range(0, 1000)
                    .filter(i -> all.get(i).isCompletedExceptionally())
                    .boxed()
                    .toList();
            assertThat(refused).isNotEmpty().contains(999);
            assertThat(all.get(999))
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withCauseInstanceOf(BackPressureException.class);
            assertThat(all.stream().filter(f -> !f.isDone()).count())
                    .as("those that wait")
                    .isBetween(50L, 400L);

            back.complete(null);
            await().atMost(SOON).until(() -> all.stream().allMatch(CompletableFuture::isDone));
            c.flush(SOON);
            List<Integer> accepted = IntStream.range(0, 1000)
                    .filter(i -> !all.get(i).isCompletedExceptionally())
                    .boxed()
                    .toList();
            assertThat(accepted).hasSize(1000 - refused.size());
            assertThat(arrived(server, 0)).isEqualTo(accepted);
        }
    }

    @Test
    void message_larger_than_the_room_offline_waits_for_the_server_without_being_offered_again_and_again() {
        CompletableFuture<Void> back = new CompletableFuture<>();
        try (FakeServer server = away(back);
                FakeServer other = away(back);
                Connection c = connect(server.url(), 4 * 1024, BackPressure.block(SOON));
                Connection strict = connect(other.url(), 4 * 1024, BackPressure.fail())) {
            SubmissionPublisher<OutgoingMessage> source = new SubmissionPublisher<>();
            c.awaitState(ConnectionState.Reconnecting.class, SOON);
            strict.awaitState(ConnectionState.Reconnecting.class, SOON);
            CompletableFuture<Void> large = c.async().publish("large", new byte[5000]);
            CompletableFuture<Void> next = c.async().publish("next", new byte[0]);
            FlowSink sink = strict.flow().publisher();
            source.subscribe(sink);
            source.submit(OutgoingMessage.of("flow", new byte[5000]));
            assertThat(sink.completion()).isNotDone();
            assertThat(large).isNotDone();

            back.complete(null);
            assertThat(large).succeedsWithin(SOON);
            assertThat(next).succeedsWithin(SOON);
            source.close();
            assertThat(sink.completion()).succeedsWithin(SOON);
            c.flush(SOON);
            assertThat(other.lines().stream().filter(line -> line.startsWith("PUB flow")))
                    .hasSize(1);
        }
    }

    @Test
    void larger_than_the_room_offline_is_late_after_the_patience_asked_for() {
        try (FakeServer server = away(new CompletableFuture<>());
                Connection c = connect(server.url(), 4 * 1024, BackPressure.block(Duration.ofMillis(300)))) {
            c.awaitState(ConnectionState.Reconnecting.class, SOON);
            long before = cpuNanosOfIo();
            assertThat(c.async().publish("large", new byte[5000]))
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withCauseInstanceOf(BackPressureException.class);
            assertThat(cpuNanosOfIo() - before).as("CPU while it waited").isLessThan(150_000_000);
        }
    }

    /** Of all threads of this JVM that are I/O threads of clients. */
    private static long cpuNanosOfIo() {
        java.lang.management.ThreadMXBean threads = java.lang.management.ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (java.lang.management.ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().startsWith("natskit-io")) {
                sum += Math.max(0, threads.getThreadCpuTime(info.getThreadId()));
            }
        }
        return sum;
    }
}
