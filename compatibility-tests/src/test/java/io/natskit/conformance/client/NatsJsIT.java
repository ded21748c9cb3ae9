// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.NoRespondersException;
import io.natskit.conformance.target.JetStreamTargets;
import io.natskit.conformance.target.LoggedPort;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.target.WebDoor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;

/**
 * nats.js, as it is installed, comes to each server over WebSocket and does there what it does over TCP. One program has a conversation with our client, which came by TCP, another uses
 * JetStream; each case looks at what they printed.
 */
@Order(8)
class NatsJsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * How it comes.
     *
     * @param flags of Node.js
     * @param options of the program
     */
    private record Way(String name, boolean secure, List<String> flags, List<String> options) {}

    private static final List<Way> WAYS = List.of(
            new Way("ws", false, List.of(), List.of()),
            new Way("ws, compressed", false, List.of(), List.of("deflate=true")),
            new Way("ws by Node's own sockets", false, List.of("--experimental-websocket"), List.of("socket=own")),
            new Way("wss", true, List.of(), List.of("ca=" + WebDoor.certificate())),
            new Way("wss, compressed", true, List.of(), List.of("deflate=true", "ca=" + WebDoor.certificate())));

    /** A line that the program prints where all is well. */
    private record Line(String row, String title, String text) {}

    private static final List<Line> TALK = List.of(
            new Line("INFO", "it learns that there are headers", "headers true"),
            new Line("subscribe", "a thousand messages reach it in their order", "burst 1000 in order true"),
            new Line("request", "it asks a hundred times at once and is answered", "answered 100"),
            new Line("no-responders", "it learns at once that nobody answers", "nobody true"),
            new Line("reply", "it answers", "asked heard how"),
            new Line("queue", "its queue group shares messages with another's member", "shared 1000 both true"),
            new Line("drain", "it goes when all is done", "drained"));

    private static List<Line> talk(Way way) {
        List<Line> lines = new ArrayList<>(TALK);
        IntStream.of(0, 1, 100, 125, 126, 65_000, 65_535, 65_536, 200_000, 1_048_000)
                .mapToObj(size -> new Line(
                        "headers",
                        "a message of " + size + " bytes comes back as it went, headers too",
                        "echo " + size + " true one+two"))
                .forEach(lines::add);
        if (way.options().contains("deflate=true")) {
            lines.add(new Line("compression", "compression is agreed", "agreed on permessage-deflate"));
        }
        return lines;
    }

    private record Seen(int code, String output) {
        void shows(List<String> lines) {
            assertThat(output.lines())
                    .as("exit code %d; it wrote: %s", code, output)
                    .containsSubsequence(lines);
        }

        void endedWell() {
            assertThat(code).as("exit code; it wrote: %s", output).isZero();
        }
    }

    private static Stream<Target> targets() {
        boolean there = NatsJs.program("natsjs_talk").isPresent();
        return there ? SuiteTargets.reachable().filter(SuiteTargets.onceEach().toList()::contains) : Stream.of();
    }

    @TestFactory
    Stream<DynamicNode> it_speaks_with_every_server_over_web_socket() {
        return targets()
                .map(target -> dynamicContainer(
                        target.name(),
                        WAYS.stream()
                                .map(way -> dynamicContainer(
                                        way.name(), Stream.of(way).flatMap(w -> cases(target, w))))));
    }

    /** Runs the programs when the cases are asked for. */
    private static Stream<DynamicTest> cases(Target target, Way way) {
        String who = "nats.js over " + way.name() + " on " + target.name();
        try (RunningServer server = JetStreamTargets.start(new WebDoor(target, way.secure()));
                Connection judge = Nats.connect(server.tcpUrl())) {
            StringBuilder said = new StringBuilder();
            int code = new Conversation(judge).with(() -> start("natsjs_talk", "talk", server.url(), way), said);
            Seen talk = new Seen(code, said.toString());
            Stream<DynamicTest> lines = talk(way).stream()
                    .map(line -> judged(who, line.row(), line.title(), () -> talk.shows(List.of(line.text()))));
            return Stream.of(
                            lines,
                            Stream.of(judged(who, "drain", "the conversation ends well", talk::endedWell)),
                            jetStream(who, server, way))
                    .flatMap(tests -> tests);
        }
    }

    private static Stream<DynamicTest> jetStream(String who, RunningServer server, Way way) {
        List<JetStreamPeersIT.Task> tasks = JetStreamPeersIT.tasksOf("nats.js");
        String verbs =
                String.join(",", tasks.stream().map(JetStreamPeersIT.Task::verb).toList());
        Seen seen;
        try (ClientProcess program = start("natsjs_jetstream", verbs, server.url(), way)) {
            seen = new Seen(program.awaitExit(PATIENCE), program.output());
        }
        return Stream.concat(
                tasks.stream()
                        .map(task -> judged(who, task.row(), "jetstream: " + task.verb(), () -> {
                            List<String> lines = new ArrayList<>(List.of("task " + task.verb()));
                            lines.addAll(task.prints());
                            seen.shows(lines);
                        })),
                Stream.of(judged(who, "js-publish", "jetstream: all of it ends well", seen::endedWell)));
    }

    private static DynamicTest judged(String who, String row, String title, Runnable play) {
        return dynamicTest(title, () -> PeerLedger.judge(who, row, title, play));
    }

    private static ClientProcess start(String name, String verb, String url, Way way) {
        List<String> line = new ArrayList<>(NatsJs.program(name).orElseThrow());
        line.addAll(1, way.flags());
        line.addAll(List.of(verb, url));
        line.addAll(way.options());
        return ClientProcess.start(line);
    }

    @TestFactory
    Stream<DynamicNode> it_finds_a_server_that_comes_back() {
        return targets()
                .map(target -> judged(
                        "nats.js over ws on " + target.name(),
                        "reconnect",
                        "it comes back with its subscription",
                        () -> comesBack(target)));
    }

    private static RunningServer web(Target target, int port) {
        return target.start("websocket { listen: \"127.0.0.1:" + port + "\", no_tls: true }\n");
    }

    private static void comesBack(Target target) {
        RunningServer first = web(target, -1);
        int port = LoggedPort.WEBSOCKET.of(first);
        List<String> line = new ArrayList<>(NatsJs.program("natsjs_peer").orElseThrow());
        line.addAll(List.of("reply", "ws://127.0.0.1:" + port, "back", "ok", "count=2", "attempts=-1"));
        try (ClientProcess program = ClientProcess.start(line)) {
            try (first) {
                assertThat(asked(first, "before")).isEqualTo("okbefore");
            }
            try (RunningServer second = web(target, port)) {
                assertThat(asked(second, "after")).isEqualTo("okafter");
                assertThat(program.awaitExit(PATIENCE)).as(program.output()).isZero();
            }
        }
    }

    /** The answer to a question, asked again while nobody is there to hear it. */
    private static String asked(RunningServer server, String question) {
        try (Connection judge = Nats.connect(server.tcpUrl())) {
            return await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptionsInstanceOf(NoRespondersException.class)
                    .until(
                            () -> judge.request("back", question.getBytes(UTF_8), PATIENCE)
                                    .text(),
                            text -> true);
        }
    }
}
