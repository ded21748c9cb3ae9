// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.natskit.conformance.target.Programs;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Other people's clients use JetStream of each server: jnats, nats-py and nats.js as programs that print what they saw, the nats CLI by its commands. Each has a server of its own. */
@Order(5)
@Execution(ExecutionMode.CONCURRENT)
class JetStreamPeersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONFIG = "jetstream: {store_dir: \"${store}\", max_mem: 256MB, max_file: 2GB}\n";

    @TempDir
    Path folder;

    /** What a program is told and must print. */
    record Task(String peer, String row, String verb, List<String> prints) {}

    private static final List<Task> TASKS = List.of(
            new Task(
                    "jnats",
                    "js-publish",
                    "js-publish",
                    List.of(
                            "acks JPUB 1 1 true",
                            "last 501",
                            "refused 10071 wrong last sequence: 501",
                            "read m499",
                            "state 501",
                            "purged 501",
                            "deleted true")),
            new Task(
                    "jnats",
                    "js-consume",
                    "js-pull",
                    List.of("fetched m0 m1 m2 m3 m4", "again m4", "iterated to 20", "consumer 20 0 0", "deleted true")),
            new Task("jnats", "js-ordered", "js-ordered", List.of("sum 30000")),
            new Task(
                    "jnats",
                    "kv",
                    "js-kv",
                    List.of(
                            "put 1 2",
                            "get Grace 2",
                            "there already 10071",
                            "update 3",
                            "keys [name, other]",
                            "history [Ada, Grace, Edsger]",
                            "deleted true",
                            "status 4",
                            "buckets []")),
            new Task(
                    "jnats",
                    "object",
                    "js-object",
                    List.of("put 300000 3", "get true", "list [file, small]", "deleted true")),
            new Task(
                    "nats-py",
                    "js-publish",
                    "publish",
                    List.of(
                            "acks PYPUB 1 1 True",
                            "last 101",
                            "refused 10071 wrong last sequence: 101",
                            "read 101 99",
                            "state 3 [('pypub.a', 1), ('pypub.b', 2)]",
                            "purged 1",
                            "deleted True")),
            new Task(
                    "nats-py",
                    "js-consume",
                    "pull",
                    List.of("fetched 0 1 2 3", "fetched 3/2 4/1 5/1 6/1 7/1 8/1 9/1", "consumer 10 0 0", "empty")),
            new Task("nats-py", "js-ordered", "push", List.of("ordered 0 1 2 3 4", "last 4 5")),
            new Task(
                    "nats-py",
                    "kv",
                    "kv",
                    List.of(
                            "put 1 2",
                            "get Grace 2",
                            "there already",
                            "update 3",
                            "keys name other",
                            "history Ada Grace Edsger",
                            "watched name=Edsger other=x",
                            "deleted",
                            "status PYKV 4 3",
                            "gone True")),
            new Task(
                    "nats-py",
                    "object",
                    "object",
                    List.of(
                            "put 307200 3 SHA-256=p9iIFSHLseSlypYBmMeQe0ViWznTp6hjaPyLTsrQEBQ=",
                            "get True",
                            "list file small",
                            "deleted",
                            "gone True")),
            new Task(
                    "nats.js",
                    "js-publish",
                    "publish",
                    List.of(
                            "acks JSPUB 1 1 true",
                            "last 101",
                            "refused 10071 wrong last sequence: 101",
                            "read 101 99",
                            "state 3 {\"jspub.a\":1,\"jspub.b\":2}",
                            "purged 1",
                            "deleted true")),
            new Task(
                    "nats.js",
                    "js-consume",
                    "pull",
                    List.of(
                            "fetched 0 1 2 3",
                            "consumed 3/2 4/1 5/1 6/1 7/1 8/1 9/1",
                            "consumer 10 0 0",
                            "empty true")),
            new Task("nats.js", "js-ordered", "push", List.of("ordered 0 1 2 3 4", "last 4 5")),
            new Task(
                    "nats.js",
                    "kv",
                    "kv",
                    List.of(
                            "put 1 2",
                            "get Grace 2",
                            "there already 10071 wrong last sequence: 2",
                            "update 3",
                            "keys name other",
                            "history Ada Grace Edsger",
                            "watched name=Edsger other=x later=y",
                            "deleted DEL",
                            "status JSKV 5 3",
                            "gone true")),
            new Task(
                    "nats.js",
                    "object",
                    "object",
                    List.of(
                            "put 307200 3 SHA-256=p9iIFSHLseSlypYBmMeQe0ViWznTp6hjaPyLTsrQEBQ=",
                            "get true",
                            "list file small",
                            "deleted true",
                            "gone true")));

    /** Those of one of the programs. */
    static List<Task> tasksOf(String peer) {
        return TASKS.stream().filter(task -> task.peer().equals(peer)).toList();
    }

    /** One server of each family is enough here. */
    private static Stream<Target> targets() {
        return SuiteTargets.onceEach().filter(Target::configurable);
    }

    @TestFactory
    Stream<DynamicNode> programs_use_jetstream_of_every_server() {
        return targets()
                .map(target -> dynamicContainer(
                        target.name(),
                        SuiteClients.all().present().stream()
                                .flatMap(driver -> tasksOf(driver.name()).stream()
                                        .map(task -> judged(target, task.peer(), task.row(), task.verb(), server -> {
                                            try (ClientProcess program = program(driver, server, task.verb())) {
                                                ends(program);
                                                assertThat(program.output().lines())
                                                        .containsSubsequence(task.prints());
                                            }
                                        })))));
    }

    private static ClientProcess program(ClientDriver driver, RunningServer server, String verb) {
        if (driver.name().equals("jnats")) {
            return driver.start(server.url(), ClientDriver.Task.of(verb));
        }
        List<String> line = new ArrayList<>(driver.name().equals("nats.js") ? javaScript() : python());
        line.addAll(List.of(verb, server.url()));
        return ClientProcess.start(line);
    }

    private static List<String> python() {
        Path python = Programs.find("NATS_PY", "python").orElseThrow();
        Path script = Programs.root().resolve("compatibility-tests/src/main/python/natspy_jetstream.py");
        return List.of(python.toString(), script.toString());
    }

    private static List<String> javaScript() {
        return NatsJs.program("natsjs_jetstream").orElseThrow();
    }

    private interface Play {
        void on(RunningServer server);
    }

    private static DynamicNode judged(Target target, String peer, String row, String title, Play play) {
        String who = peer + " on " + target.name();
        return dynamicTest(
                peer + ": " + title,
                () -> PeerLedger.judge(who, row, "jetstream: " + title, () -> {
                    try (RunningServer server = target.start(CONFIG)) {
                        play.on(server);
                    }
                }));
    }

    private static void ends(ClientProcess program) {
        assertThat(program.awaitExit(PATIENCE))
                .as("exit code; it wrote: %s", program.output())
                .isZero();
    }

    @TestFactory
    Stream<DynamicNode> the_command_line_uses_jetstream_of_every_server() {
        boolean there =
                SuiteClients.all().present().stream().anyMatch(d -> d.name().equals("nats CLI"));
        return (there ? targets() : Stream.<Target>of())
                .map(target -> dynamicContainer(
                        target.name(),
                        List.of(
                                judged(
                                        target,
                                        "nats CLI",
                                        "js-publish",
                                        "stream add, edit, info, get, purge, rm",
                                        this::streams),
                                judged(target, "nats CLI", "backup", "stream backup and restore", this::backup),
                                judged(
                                        target,
                                        "nats CLI",
                                        "js-consume",
                                        "consumer add, next, info, pause",
                                        this::consumers),
                                judged(target, "nats CLI", "kv", "kv", this::keyValue),
                                judged(target, "nats CLI", "object", "object", this::objects),
                                judged(target, "nats CLI", "bench", "bench js: publish and consume", this::bench))));
    }

    /** Runs a command to its end and gives what it wrote. */
    private static String nats(RunningServer server, String... words) {
        Path program = Programs.find("NATS_CLI", "nats").orElseThrow();
        List<String> line = new ArrayList<>(List.of(program.toString(), "--no-context", "--server", server.url()));
        line.addAll(List.of(words));
        try (ClientProcess process = ClientProcess.start(line)) {
            ends(process);
            return process.output();
        }
    }

    private static void publish(RunningServer server, String subject, String... payloads) {
        for (String payload : payloads) {
            assertThat(nats(server, "pub", subject, payload, "--jetstream")).contains("Stored in Stream");
        }
    }

    private void streams(RunningServer server) {
        assertThat(nats(server, "stream", "add", "CLI", "--subjects", "cli.>", "--defaults"))
                .contains("Stream CLI was created");
        publish(server, "cli.a", "one", "two", "three");
        assertThat(nats(server, "stream", "edit", "CLI", "--max-msgs", "2", "-f"))
                .contains("Stream CLI was updated");
        assertThat(nats(server, "stream", "info", "CLI", "--json"))
                .contains("\"messages\": 2", "\"first_seq\": 2", "\"max_msgs\": 2");
        assertThat(nats(server, "stream", "get", "CLI", "3")).contains("Subject cli.a", "three");
        assertThat(nats(server, "stream", "ls")).contains("CLI");
        assertThat(nats(server, "stream", "subjects", "CLI")).contains("cli.a");
        assertThat(nats(server, "stream", "purge", "CLI", "-f")).contains("Purged 2 messages");
        nats(server, "stream", "rm", "CLI", "-f");
        assertThat(nats(server, "stream", "ls")).doesNotContain("CLI");
    }

    private void backup(RunningServer server) {
        String to = folder.resolve(server.port() + "-backup").toString();
        nats(server, "stream", "add", "BACK", "--subjects", "back.>", "--defaults");
        publish(server, "back.a", "one", "two");
        nats(server, "consumer", "add", "BACK", "c", "--pull", "--defaults", "--ack", "explicit");
        nats(server, "consumer", "next", "BACK", "c", "--ack");
        assertThat(nats(server, "stream", "backup", "BACK", to)).contains("BACK");
        nats(server, "stream", "rm", "BACK", "-f");
        assertThat(nats(server, "stream", "restore", to)).contains("Restored stream \"BACK\"");
        assertThat(nats(server, "stream", "get", "BACK", "2")).contains("two");
        assertThat(nats(server, "consumer", "next", "BACK", "c", "--ack")).contains("two");
    }

    private void consumers(RunningServer server) {
        nats(server, "stream", "add", "CON", "--subjects", "con.>", "--defaults");
        publish(server, "con.a", "one", "two");
        assertThat(nats(server, "consumer", "add", "CON", "c", "--pull", "--defaults", "--ack", "explicit"))
                .contains("Information for Consumer CON > c");
        assertThat(nats(server, "consumer", "next", "CON", "c", "--count", "2", "--ack"))
                .contains("one", "two", "Acknowledged message");
        assertThat(nats(server, "consumer", "info", "CON", "c", "--json"))
                .contains("\"num_pending\": 0", "\"stream_seq\": 2");
        assertThat(nats(server, "consumer", "pause", "CON", "c", "1h", "-f")).contains("Paused CON > c");
        assertThat(nats(server, "consumer", "info", "CON", "c", "--json")).contains("\"paused\": true");
        assertThat(nats(server, "consumer", "resume", "CON", "c", "-f")).contains("was resumed");
        nats(server, "consumer", "rm", "CON", "c", "-f");
        assertThat(nats(server, "consumer", "ls", "CON")).contains("No Consumers defined");
    }

    private void keyValue(RunningServer server) {
        assertThat(nats(server, "kv", "add", "BUCKET", "--history", "3")).contains("BUCKET");
        nats(server, "kv", "put", "BUCKET", "key", "one");
        nats(server, "kv", "put", "BUCKET", "key", "two");
        assertThat(nats(server, "kv", "get", "BUCKET", "key", "--raw").strip()).isEqualTo("two");
        assertThat(nats(server, "kv", "history", "BUCKET", "key")).contains("one", "two", "PUT");
        assertThat(nats(server, "kv", "ls")).contains("BUCKET");
        assertThat(nats(server, "kv", "ls", "BUCKET")).contains("key");
        nats(server, "kv", "del", "BUCKET", "key", "-f");
        assertThat(nats(server, "kv", "history", "BUCKET", "key")).contains("DEL");
        nats(server, "kv", "purge", "BUCKET", "key", "-f");
        nats(server, "kv", "rm", "BUCKET", "-f");
    }

    private void objects(RunningServer server) {
        try {
            Path file = Files.writeString(folder.resolve(server.port() + "-file"), "content ".repeat(50_000));
            Path back = folder.resolve(server.port() + "-back");
            nats(server, "object", "add", "STORE");
            assertThat(nats(
                            server,
                            "object",
                            "put",
                            "STORE",
                            file.toString(),
                            "--name",
                            "thing",
                            "-f",
                            "--no-progress"))
                    .contains("thing", "SHA-256");
            assertThat(nats(server, "object", "ls", "STORE")).contains("thing");
            nats(server, "object", "get", "STORE", "thing", "--no-progress", "-O", back.toString(), "-f");
            assertThat(back).hasSameBinaryContentAs(file);
            nats(server, "object", "rm", "STORE", "thing", "-f");
            assertThat(nats(server, "object", "ls", "STORE")).doesNotContain("thing");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void bench(RunningServer server) {
        assertThat(nats(server, "bench", "js", "pub", "sync", "bench", "--msgs", "500", "--create", "--no-progress"))
                .contains("msgs/sec");
        assertThat(nats(server, "bench", "js", "pub", "async", "bench", "--msgs", "2500", "--no-progress"))
                .contains("msgs/sec");
        assertThat(nats(server, "bench", "js", "consume", "--msgs", "3000", "--no-progress"))
                .contains("msgs/sec");
        nats(server, "consumer", "add", "benchstream", "fetcher", "--pull", "--defaults", "--ack", "explicit");
        assertThat(nats(server, "bench", "js", "fetch", "--msgs", "3000", "--consumer", "fetcher", "--no-progress"))
                .contains("msgs/sec");
        assertThat(nats(server, "bench", "js", "ordered", "--msgs", "3000", "--no-progress"))
                .contains("msgs/sec");
    }
}
