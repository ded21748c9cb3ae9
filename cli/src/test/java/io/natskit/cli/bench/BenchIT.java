// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.cli.CommandsIT;
import io.natskit.cli.Ran;
import io.natskit.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code bench}: that each measurement runs and reports; how fast it is, is for benchmarks. */
class BenchIT extends CommandsIT {
    private static final Queue<String> WARM = new ConcurrentLinkedQueue<>();
    private static Connection listener;

    /** From before the first measurement on, since a process warms up once. */
    @BeforeAll
    static void listen() {
        // the first connection of this virtual machine, perhaps beside other forks
        listener = Nats.connect(o -> o.servers(url()).servers(s -> s.connectTimeout(Duration.ofSeconds(20))));
        listener.subscribe("warm.>", message -> WARM.add(message.subject()));
        listener.flush(Duration.ofSeconds(10));
    }

    @AfterAll
    static void listenNoMore() {
        listener.close();
    }

    @Test
    void the_server_that_is_measured_hears_what_was_ordered_and_nothing_of_the_warm_up() {
        AtomicInteger heard = new AtomicInteger();
        listener.subscribe("ordered", message -> heard.incrementAndGet());
        listener.flush(Duration.ofSeconds(10));
        natskit("bench", "pub", "ordered", "--msgs", "1500", "--no-progress").well();
        natskit("bench", "pub", "ordered", "--msgs", "500", "--no-warm-up").well();
        await().until(() -> heard.get() >= 2_000);
        listener.flush(Duration.ofSeconds(10));
        assertThat(heard).hasValue(2_000);
        assertThat(WARM).isEmpty();
    }

    @Test
    void publishers_and_subscribers_are_measured() throws IOException {
        CompletableFuture<Ran> sub = beside("bench", "sub", "b", "--msgs", "2000", "--no-progress");
        untilSomebodyListens("b");
        Path csv = folder.resolve("pub.csv");
        assertThat(natskit(
                                "bench",
                                "pub",
                                "b",
                                "--msgs",
                                "2001",
                                "--clients",
                                "2",
                                "--size",
                                "1KB",
                                "--csv",
                                csv.toString())
                        .well()
                        .out())
                .contains("publisher stats: ", " msgs/sec ~ ", "[2] ", "(1,000 msgs)", "stddev");
        assertThat(sub.join().well().out()).contains("subscriber stats: ");
        assertThat(Files.readAllLines(csv)).hasSize(3).element(1).asString().startsWith("1,1001,");
    }

    @Test
    void requests_are_measured_with_percentiles_and_a_histogram() {
        CompletableFuture<Ran> serve = beside("bench", "service", "serve", "svc", "--msgs", "301");
        untilSomebodyListens("svc");
        assertThat(natskit("bench", "service", "request", "svc", "--msgs", "300", "--clients", "2", "--json")
                        .well()
                        .out())
                .contains("\"msgs\": 300", "\"p50\"", "\"p999\"");
        serve.join().well();
    }

    @Test
    void a_consumer_that_ends_early_is_a_failure_and_no_short_run() {
        natskit("stream", "add", "SHORT", "--subjects", "short", "--storage", "memory")
                .well();
        natskit("pub", "short", "x", "-J", "-q").well();
        CompletableFuture<Ran> bench =
                beside("bench", "js", "consume", "--stream", "SHORT", "--msgs", "10", "--clients", "2");
        untilConsumed("SHORT");
        natskit("stream", "rm", "SHORT", "-f").well();
        Ran ran = bench.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("natskit: error: ");
    }

    @Test
    void figures_that_cannot_be_are_refused() {
        assertThat(natskit("bench", "js", "pub", "no.b", "--batch", "0").err())
                .contains("--batch: 0 (expected: 1 or more)");
        assertThat(natskit("bench", "pub", "b", "--size=-1").err()).contains("--size: -1 (expected: 0 or more)");
    }

    @Test
    void streams_and_buckets_are_measured() {
        assertThat(natskit("bench", "js", "pub", "js.b", "--msgs", "500", "--storage", "memory", "--batch", "1")
                        .well()
                        .out())
                .contains("synchronous publisher stats", "p99", "█");
        natskit("bench", "js", "pub", "js.b", "--msgs", "500", "--purge").well();
        assertThat(natskit("bench", "js", "ordered", "--msgs", "500").well().out())
                .contains("ordered consumer stats");
        natskit("bench", "js", "consume", "--msgs", "500", "--clients", "2").well();
        natskit("bench", "js", "fetch", "--msgs", "500", "--clients", "2", "--batch", "100", "--acks", "none")
                .well();
        natskit("bench", "js", "get", "--msgs", "50").well();
        assertThat(natskit("bench", "js", "ordered", "--msgs", "501", "--timeout", "200ms")
                        .err())
                .contains("only 500 messages came, not 501");
        natskit("bench", "kv", "put", "--msgs", "50", "--keys", "10", "--storage", "memory")
                .well();
        natskit("bench", "kv", "get", "--msgs", "50").well();
    }
}
