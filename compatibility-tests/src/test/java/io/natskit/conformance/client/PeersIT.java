// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Pacing;
import io.natskit.conformance.transcript.SocketLink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Other people's clients, and ours, as users of each server: they publish, subscribe, ask and answer, seen from a plain socket beside them. Each scene has a server of its own, and most of it waits. */
@Order(6)
@Execution(ExecutionMode.CONCURRENT)
class PeersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Scene(String row, String title, BiConsumer<RunningServer, ClientDriver> play) {}

    private static final List<Scene> SCENES = List.of(
            new Scene("publish", "its messages arrive, all and in order", PeersIT::publishes),
            new Scene("subscribe", "messages reach it", PeersIT::subscribes),
            new Scene("subscribe", "its queue group shares messages with another", PeersIT::queues),
            new Scene("request", "it asks and is answered", PeersIT::asks),
            new Scene("no-responders", "it learns at once that nobody answers", PeersIT::learnsOfNobody),
            new Scene("reply", "it answers", PeersIT::answers));

    @TestFactory
    Stream<DynamicNode> every_peer_works_with_every_server() {
        return targets()
                .map(target -> dynamicContainer(
                        target.name(),
                        SuiteClients.all().present().stream()
                                .map(driver -> dynamicContainer(
                                        driver.name(), SCENES.stream().map(scene -> test(target, driver, scene))))));
    }

    /** One server of each family is enough here. */
    private static Stream<Target> targets() {
        return SuiteTargets.onceEach();
    }

    private static DynamicNode test(Target target, ClientDriver driver, Scene scene) {
        return judged(
                target,
                driver.name(),
                scene.row(),
                scene.title(),
                server -> scene.play().accept(server, driver));
    }

    private static DynamicNode judged(
            Target target, String peer, String row, String title, java.util.function.Consumer<RunningServer> play) {
        return dynamicTest(
                title,
                () -> PeerLedger.judge(peer + " on " + target.name(), row, title, () -> {
                    try (RunningServer server = target.start("")) {
                        play.accept(server);
                    }
                }));
    }

    private static SocketLink socket(RunningServer server) {
        SocketLink link = SocketLink.connect(server.host(), server.port(), Pacing.WHOLE, PATIENCE);
        link.line();
        send(link, "CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true}\r\n");
        return link;
    }

    private static void send(SocketLink link, String text) {
        link.send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String next(SocketLink link, String beginning) {
        String line = link.line();
        while (line != null && !line.startsWith(beginning)) {
            if (line.equals("PING")) {
                send(link, "PONG\r\n");
            }
            line = link.line();
        }
        assertThat(line).as("a line that begins with %s", beginning).isNotNull();
        return String.valueOf(line);
    }

    private static ClientProcess start(RunningServer server, ClientDriver driver, String task) {
        return driver.start(server.url(), ClientDriver.Task.of(task));
    }

    private static void ends(ClientProcess program) {
        assertThat(program.awaitExit(PATIENCE))
                .as("exit code; it wrote: %s", program.output())
                .isZero();
    }

    /** Waits until somebody listens to a subject: a publish to it has no 503 then. */
    private static void awaitListener(SocketLink link, String subject) {
        send(link, "SUB gone." + subject + " 77\r\n");
        await().atMost(PATIENCE).until(() -> {
            send(link, "PUB " + subject + " gone." + subject + " 5\r\nprobe\r\nPING\r\n");
            boolean nobody = false;
            for (String line = link.line(); !"PONG".equals(line); line = link.line()) {
                nobody |= line != null && line.contains(" 503");
            }
            return !nobody;
        });
    }

    private static void publishes(RunningServer server, ClientDriver driver) {
        try (SocketLink link = socket(server)) {
            send(link, "SUB peers.pub 1\r\nPING\r\n");
            next(link, "PONG");
            try (ClientProcess program = start(server, driver, "pub peers.pub hello count=5")) {
                for (int i = 0; i < 5; i++) {
                    next(link, "MSG peers.pub 1 5");
                    assertThat(link.line()).isEqualTo("hello");
                }
                ends(program);
            }
        }
    }

    private static void subscribes(RunningServer server, ClientDriver driver) {
        try (SocketLink link = socket(server);
                ClientProcess program = start(server, driver, "sub peers.sub.* count=4")) {
            awaitListener(link, "peers.sub.probe");
            send(link, "PUB peers.sub.a 3\r\none\r\nPUB peers.sub.b 3\r\ntwo\r\n");
            send(link, "HPUB peers.sub.c 17 22\r\nNATS/1.0\r\nK:v\r\n\r\nthree\r\n");
            ends(program);
            assertThat(program.output()).contains("one", "two", "three");
        }
    }

    private static void queues(RunningServer server, ClientDriver driver) {
        try (SocketLink link = socket(server);
                ClientProcess program = start(server, driver, "sub peers.q queue=g count=1000")) {
            awaitListener(link, "peers.q");
            send(link, "SUB peers.q g 1\r\n");
            send(link, "PUB peers.q 2\r\nhi\r\n".repeat(200) + "PING\r\n");
            int taken = 0;
            for (String line = link.line(); !"PONG".equals(line); line = link.line()) {
                taken += line != null && line.startsWith("MSG peers.q 1 ") ? 1 : 0;
            }
            // how evenly, DistributionIT asks: here, that each message goes to one of the two and both have some
            int mine = taken;
            assertThat(mine).as("of 200 messages the other member got").isBetween(10, 190);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(program.output().lines().filter(line -> line.matches("(.*payload=)?hi")))
                                    .hasSize(200 - mine));
        }
    }

    private static void asks(RunningServer server, ClientDriver driver) {
        try (SocketLink link = socket(server)) {
            send(link, "SUB peers.svc 1\r\nPING\r\n");
            next(link, "PONG");
            try (ClientProcess program = start(server, driver, "request peers.svc how")) {
                String line = next(link, "");
                while (!line.contains("MSG peers.svc 1 ")) {
                    line = next(link, "");
                }
                String[] words = line.split(" ");
                send(link, "PUB " + words[3] + " 4\r\nfine\r\n");
                ends(program);
                assertThat(program.output()).contains("fine");
            }
        }
    }

    private static void learnsOfNobody(RunningServer server, ClientDriver driver) {
        long begun = System.nanoTime();
        try (ClientProcess program = start(server, driver, "request peers.nobody how")) {
            int code = program.awaitExit(PATIENCE);

            assertThat(code).isNotNegative();
            assertThat(program.output().toLowerCase(java.util.Locale.ROOT).replace(" ", ""))
                    .containsAnyOf("noresponder", "noreply");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        }
    }

    private static void answers(RunningServer server, ClientDriver driver) {
        try (SocketLink link = socket(server);
                ClientProcess program = start(server, driver, "reply peers.reply ok count=2")) {
            awaitListener(link, "peers.reply");
            send(link, "SUB inbox.judge 5\r\nPUB peers.reply inbox.judge 3\r\nhow\r\n");
            next(link, "MSG inbox.judge 5 ");
            assertThat(link.line()).as("it wrote: %s", program.output()).startsWith("ok");
        }
    }

    @TestFactory
    Stream<DynamicNode> the_command_line_measures_every_server() {
        return SuiteClients.all().present().stream()
                .filter(driver -> driver.name().equals("nats CLI"))
                .flatMap(driver -> targets()
                        .flatMap(target -> Stream.of(
                                judged(
                                        target,
                                        driver.name(),
                                        "bench",
                                        "bench: publisher and subscriber",
                                        server -> bench(server)),
                                judged(target, driver.name(), "rtt", "rtt", server -> rtt(server)))));
    }

    private static ClientProcess commandLine(String... words) {
        Path program =
                io.natskit.conformance.target.Programs.find("NATS_CLI", "nats").orElseThrow();
        return ClientProcess.start(Stream.concat(Stream.of(program.toString(), "--no-context"), Stream.of(words))
                .toList());
    }

    private static void bench(RunningServer server) {
        try (ClientProcess sub = commandLine(
                        "--server", server.url(), "bench", "sub", "peers.bench", "--msgs=20000", "--no-progress");
                SocketLink link = socket(server)) {
            awaitListener(link, "peers.bench");
            try (ClientProcess pub = commandLine(
                    "--server", server.url(), "bench", "pub", "peers.bench", "--msgs=20000", "--no-progress")) {
                ends(pub);
                ends(sub);
                assertThat(sub.output()).contains("msgs/sec");
            }
        }
    }

    private static void rtt(RunningServer server) {
        try (ClientProcess program = commandLine("--server", server.url(), "rtt")) {
            ends(program);
            assertThat(program.output()).contains(String.valueOf(server.port()));
        }
    }
}
