// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.contract.Hostile.Visit;
import io.natskit.conformance.target.EmbeddedTarget;
import io.natskit.conformance.target.MqttConfig;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.ServerProgram;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A crowd that drips bytes, never finishes, or sends what it must not: each is closed in time, little is kept for it, and those who work do not notice. A few hundred in this
 * JVM; in the long form 10,000 of them, and the server is a process of its own.
 */
@Timeout(value = 280, unit = TimeUnit.SECONDS)
@Isolated("measures the memory of the JVM")
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("ours")
record HostilePeersIT(Target target) implements Judged {
    private static final boolean FULL = Boolean.getBoolean("natskit.full");
    private static final int EACH = FULL ? 1_250 : 30;
    private static final int WORKERS = FULL ? 100 : 12;
    private static final int ROUNDS = FULL ? 50 : 3;
    private static final int PASSES = FULL ? 5 : 1;
    private static final int SECONDS = FULL ? 60 : 7;
    private static final Duration CLOSED_IN = Duration.ofSeconds(SECONDS + 20);
    private static final int KEPT_MAX = 64 * 1024;
    private static final String CONFIG = MqttConfig.of(
            "authorization { user: ada, password: s3cret, timeout: " + SECONDS + " }\n"
                    + "websocket { listen: \"127.0.0.1:-1\", no_tls: true, compression: true, handshake_timeout: \""
                    + SECONDS
                    + "s\" }\n",
            "");

    /** nats-server has other limits of its own (docs/differences.md). */
    static Stream<Target> ours() {
        return FULL
                ? SuiteTargets.programs()
                        .filter(one -> one.family().equals("natskit"))
                        .map(Target.class::cast)
                : Stream.of(new EmbeddedTarget());
    }

    @Test
    @Rows({"WS-03", "WS-07", "MQ-01", "CF-19"})
    void a_hostile_crowd_is_closed_in_time_costs_little_and_disturbs_nobody() {
        try (RunningServer server = target.start(CONFIG);
                Workers workers = new Workers(server)) {
            List<Visit> crowd = new ArrayList<>(Hostile.come(server, 1));
            // the first turns are slow whoever is there: code that nobody has run yet
            workers.slowest99();
            List<Long> quiet = workers.passes();
            long before = bytes(server);
            long since = System.nanoTime();
            crowd.addAll(Hostile.come(server, EACH));
            // ten thousand take their time to come
            long allThere = System.nanoTime();
            int size = crowd.size();
            // what is garbage, or on its way, is not kept
            await().atMost(Duration.ofSeconds(SECONDS / 2))
                    .until(() -> (bytes(server) - before) / size, kept -> kept < KEPT_MAX);
            if (!FULL) {
                assertThat(Duration.ofNanos(System.nanoTime() - since))
                        .as("measured while all who drip were there")
                        .isLessThan(Duration.ofSeconds(SECONDS));
            }
            crowd.forEach(Visit::drip);
            List<Long> disturbed = workers.passes();
            crowd.forEach(Visit::drip);

            // the first of them may have come just before all others
            crowd.forEach(visit -> visit.awaitEnd(CLOSED_IN));
            Duration closed = Duration.ofNanos(System.nanoTime() - allThere);
            assertThat(closed).as("until the last was closed").isLessThan(CLOSED_IN);
            if (FULL) {
                System.out.printf(
                        "%,d hostile peers beside %d that work, closed %d s after the last came; 99th percentile in ns, each pass: %s before, %s among them%n",
                        size, WORKERS, closed.toSeconds(), quiet, disturbed);
                assertThat(middle(disturbed))
                        .as("99th percentile, before: %s, among them: %s", quiet, disturbed)
                        .isLessThan(2 * middle(quiet));
            }
            workers.slowest99();
        }
    }

    /** What else goes on on the machine disturbs some passes, a crowd that disturbs most of them. */
    private static long middle(List<Long> passes) {
        return passes.stream().sorted().toList().get(passes.size() / 2);
    }

    private static long bytes(RunningServer server) {
        return server instanceof ServerProgram program
                ? resident(program.process().pid())
                : live();
    }

    /** What this JVM holds behind a collection. */
    private static long live() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
    }

    private static long resident(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
            throw new IllegalStateException("no VmRSS of " + pid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those who work, by each door: everybody says something and hears it. */
    private static final class Workers implements AutoCloseable {
        private static final String USER = "\"verbose\":false,\"user\":\"ada\",\"pass\":\"s3cret\"";

        private final List<Peer> nats = new ArrayList<>();
        private final List<WebPeer> web = new ArrayList<>();
        private final List<MqttPeer> devices = new ArrayList<>();

        Workers(RunningServer server) {
            for (int i = 0; i < WORKERS; i += 3) {
                Peer peer = Peer.login(server, 0, "," + USER);
                peer.send("SUB w.n" + i + " 1\r\n");
                nats.add(peer);
                web.add(WebPeer.open(server, "").send("CONNECT {" + USER + "}\r\nSUB w.w" + i + " 1\r\n"));
                MqttPeer device = MqttPeer.dial(server);
                devices.add(device);
                assertThat(device.connect("device-" + i, MqttPeer.CLEAN | 0xc0, 0, "ada", "s3cret")
                                .heard())
                        .isEqualTo("20 00 00");
                device.subscribed("w/d" + i, 0);
            }
        }

        /** {@link #slowest99}, several times. */
        List<Long> passes() {
            return IntStream.range(0, PASSES).mapToObj(pass -> slowest99()).toList();
        }

        /** The time that all but one of a hundred turns stay below. */
        long slowest99() {
            List<Long> nanos = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < nats.size(); i++) {
                    nanos.add(turn(nats.get(i), "n" + 3 * i));
                    nanos.add(turn(web.get(i), "w" + 3 * i));
                    nanos.add(turn(devices.get(i), "d" + 3 * i));
                }
            }
            nanos.sort(null);
            return nanos.get(nanos.size() * 99 / 100);
        }

        private static long turn(Peer peer, String name) {
            long begun = System.nanoTime();
            peer.send("PUB w." + name + " 2\r\nhi\r\n");
            assertThat(peer.word()).isEqualTo("MSG w." + name + " 1 2");
            assertThat(peer.line()).isEqualTo("hi");
            return System.nanoTime() - begun;
        }

        private static long turn(WebPeer peer, String name) {
            long begun = System.nanoTime();
            peer.send("PUB w." + name + " 2\r\nhi\r\n").until("MSG w." + name + " 1 2\r\nhi\r\n");
            return System.nanoTime() - begun;
        }

        private static long turn(MqttPeer peer, String name) {
            long begun = System.nanoTime();
            assertThat(peer.publish(0, "w/" + name, 0, "hi").heard()).isEqualTo("PUBLISH w/" + name + " flags=0 hi");
            return System.nanoTime() - begun;
        }

        @Override
        public void close() {
            nats.forEach(Peer::close);
            web.forEach(WebPeer::close);
            devices.forEach(MqttPeer::close);
        }
    }
}
