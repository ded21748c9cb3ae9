// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.target.ServerProgram;
import io.natskit.conformance.transcript.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The server as a program: flags, exit codes, files, signals. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#programs")
class ProgramIT implements Judged {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final ProgramTarget target;

    @TempDir
    Path folder;

    ProgramIT(ProgramTarget target) {
        this.target = target;
    }

    @Override
    public ProgramTarget target() {
        return target;
    }

    private record Ended(int code, String output, String errors) {
        /** Standard error without the program's own name, which depends on how it was started. */
        String message() {
            return errors.replaceFirst("^\\S+: ", "").strip();
        }
    }

    private Ended run(String... flags) {
        ServerProgram program = target.run(folder, List.of(flags));
        int code = program.awaitExit(SOON);
        return new Ended(code, program.output(), program.log());
    }

    private ServerProgram start(String... flags) {
        List<String> line = new ArrayList<>(List.of("-a", "127.0.0.1", "-p", "-1"));
        line.addAll(List.of(flags));
        ServerProgram program = target.run(folder, line);
        program.awaitReady();
        return program;
    }

    private String config(String text) throws IOException {
        return Files.writeString(folder.resolve("c.conf"), text).toString();
    }

    @Test
    @Rows("PR-01")
    void version_is_printed_and_nothing_else_done() {
        for (String flag : List.of("-v", "--version", "-version")) {
            Ended ended = run(flag);
            assertThat(ended.code()).isZero();
            assertThat(ended.output().lines().findFirst()).hasValue("nats-server: v2.15.2");
        }
    }

    @Test
    @Rows("PR-01")
    void help_lists_the_flags() {
        for (String flag : List.of("-h", "--help", "-help")) {
            Ended ended = run(flag);
            assertThat(ended.code()).isZero();
            assertThat(ended.output()).contains("Usage: ", "--port", "--config", "--pid", "--ports_file_dir", "--user");
        }
    }

    @Test
    @Rows("PR-01")
    void bad_flags_are_named_and_the_usage_printed() {
        assertSoftly(softly -> List.of(
                        List.of("flag provided but not defined: -bogus", "--bogus"),
                        List.of("flag provided but not defined: -bogus", "-bogus=1"),
                        List.of("invalid value \"x\" for flag -p: parse error", "-p", "x"),
                        List.of("invalid value \"x\" for flag -port: parse error", "--port=x"),
                        List.of("flag needs an argument: -p", "-p"))
                .forEach(line -> {
                    Ended ended = run(line.subList(1, line.size()).toArray(String[]::new));
                    softly.assertThat(ended.errors()).as("%s", line).contains(line.get(0));
                    softly.assertThat(ended.output() + ended.errors())
                            .as("%s", line)
                            .contains("Usage: ");
                }));
    }

    @Test
    @Rows("PR-01")
    void a_word_that_is_no_flag_is_no_command() {
        Ended ended = run("extra");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.message()).isEqualTo("unrecognized command: \"extra\"");
    }

    @Test
    @Rows("PR-01")
    void flags_take_one_dash_or_two_a_blank_or_an_equals_sign() {
        for (String[] flags : new String[][] {{"-n", "x1"}, {"--name", "x1"}, {"-n=x1"}, {"--server_name=x1"}}) {
            try (ServerProgram server = start(flags);
                    Peer peer = Peer.dial(server)) {
                assertThat(peer.info()).containsEntry("server_name", "x1");
            }
        }
    }

    @Test
    @Rows("PR-01")
    void flags_override_the_file() throws IOException {
        String file = config("server_name: file\nport: 1\nmax_payload: 77\nhost: \"203.0.113.1\"\n");
        try (ServerProgram server = start("-c", file, "-n", "flag");
                Peer peer = Peer.dial(server)) {
            assertThat(peer.info()).containsEntry("server_name", "flag").containsEntry("max_payload", 77L);
        }
    }

    @Test
    @Rows({"PR-01", "AU-01"})
    void user_and_password_may_come_by_flags() {
        try (ServerProgram server = start("--user", "ann", "--pass", "pw")) {
            try (Peer peer = Peer.login(server, 0, ",\"user\":\"ann\",\"pass\":\"pw\"")) {
                peer.fence();
            }
            try (Peer peer = Peer.dial(server)) {
                assertThat(peer.info()).containsEntry("auth_required", true);
                peer.send("CONNECT {\"user\":\"ann\",\"pass\":\"no\"}\r\n");
                assertThat(peer.line()).isEqualTo("-ERR 'Authorization Violation'");
            }
        }
    }

    @Test
    @Rows("PR-01")
    void cve_2026_33247_secrets_of_flags_are_not_on_the_page_of_arguments() throws IOException {
        String file = Files.writeString(folder.resolve("monitored.conf"), Monitor.CONFIG)
                .toString();
        try (ServerProgram server = start("-c", file, "--user", "planted-user", "--pass=planted-password")) {
            assertThat(Monitor.of(server).get("/debug/vars").body())
                    .contains("monitored.conf", "[REDACTED]")
                    .doesNotContain("planted-user", "planted-password");
        }
    }

    @Test
    @Rows({"PR-01", "AU-01"})
    void a_token_may_come_by_a_flag() {
        try (ServerProgram server = start("--auth", "tok");
                Peer peer = Peer.login(server, 0, ",\"auth_token\":\"tok\"")) {
            peer.fence();
        }
    }

    @Test
    @Rows("PR-06")
    void the_pid_file_holds_the_process_id_and_stays_at_the_end() throws IOException {
        Path file = folder.resolve("the.pid");
        ServerProgram server = start("-P", file.toString());
        try {
            assertThat(Files.readString(file))
                    .isEqualTo(String.valueOf(server.process().pid()));
        } finally {
            server.terminate();
            assertThat(server.awaitExit(SOON)).isZero();
        }
        assertThat(file).exists();
    }

    @Test
    @Rows("PR-06")
    void the_ports_file_says_where_the_server_listens_and_is_removed_at_the_end() throws IOException {
        Path ports = Files.createDirectory(folder.resolve("ports"));
        ServerProgram server = start("--ports_file_dir", ports.toString());
        Path file = ports.resolve(Path.of(target.command().get(0)).getFileName() + "_"
                + server.process().pid() + ".ports");
        try {
            await().atMost(SOON).until(() -> Files.exists(file) && Files.size(file) > 0);
            Map<String, Object> json = Json.object(Files.readString(file));
            assertThat(json).containsOnlyKeys("nats");
            assertThat(json.get("nats")).isEqualTo(List.of(server.url()));
        } finally {
            server.terminate();
            assertThat(server.awaitExit(SOON)).isZero();
        }
        assertThat(file).doesNotExist();
    }

    @Test
    @Rows("PR-07")
    void log_lines_have_the_form_that_tools_know() {
        Pattern form = Pattern.compile(
                "\\[(\\d+)] \\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6} \\[(INF|WRN|ERR|DBG|TRC|FTL)] .+");
        try (ServerProgram server = start()) {
            List<String> lines = server.log().lines().toList();
            assertThat(lines).allMatch(line -> form.matcher(line).matches());
            assertThat(lines)
                    .allMatch(line -> line.startsWith("[" + server.process().pid() + "] "));
        }
    }

    @Test
    @Rows("PR-08")
    void the_readiness_line_is_last_and_behind_the_listening_line() {
        try (ServerProgram server = start()) {
            List<String> lines = server.log().lines().toList();
            assertThat(lines.get(lines.size() - 1)).endsWith("[INF] Server is ready");
            assertThat(lines.get(lines.size() - 2))
                    .endsWith("[INF] Listening for client connections on 127.0.0.1:" + server.port());
            assertThat(server.output()).isEmpty();
        }
    }

    @Test
    @Rows({"PR-07", "CF-08"})
    void a_log_file_takes_the_place_of_standard_error() throws IOException {
        Path file = folder.resolve("server.log");
        ServerProgram server = target.run(folder, List.of("-a", "127.0.0.1", "-p", "-1", "-l", file.toString()));
        try {
            await().atMost(SOON)
                    .until(() -> Files.exists(file) && Files.readString(file).contains("Server is ready"));
            assertThat(server.log()).isEmpty();
        } finally {
            server.terminate();
            server.awaitExit(SOON);
        }
    }

    @Test
    @Rows({"PR-08", "CF-08"})
    void a_log_file_over_its_limit_is_kept_under_another_name() throws IOException {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        String file = config("log_file: \"" + logs.resolve("s.log") + "\"\nlog_size_limit: 2000\ndebug: true\n");
        ServerProgram server = target.run(folder, List.of("-c", file, "-a", "127.0.0.1", "-p", "-1"));
        try {
            await().atMost(SOON).until(() -> {
                try (var files = Files.list(logs)) {
                    return files.anyMatch(f -> f.getFileName().toString().startsWith("s.log.")) || !connectTo(logs);
                }
            });
        } finally {
            server.terminate();
            server.awaitExit(SOON);
        }
        try (var files = Files.list(logs)) {
            List<String> names = files.map(f -> String.valueOf(f.getFileName())).toList();
            assertThat(names).contains("s.log").anyMatch(name -> name.matches("s\\.log\\.\\d{4}\\..*"));
        }
    }

    /** Makes the server write debug lines, once it has said where it listens. */
    private static boolean connectTo(Path logs) throws IOException {
        if (!Files.exists(logs.resolve("s.log"))) {
            return true;
        }
        var m = Pattern.compile("client connections on 127.0.0.1:(\\d+)")
                .matcher(Files.readString(logs.resolve("s.log")));
        if (m.find()) {
            for (int i = 0; i < 20; i++) {
                new java.net.Socket("127.0.0.1", Integer.parseInt(m.group(1))).close();
            }
        }
        return true;
    }

    @Test
    @Rows({"PR-01", "PR-07", "CF-08"})
    void trace_shows_what_goes_over_the_wire_and_hides_secrets() {
        try (ServerProgram server = start("-DV");
                Peer peer =
                        Peer.login(server, 0, ",\"user\":\"u\",\"pass\":\"hush-hush\",\"auth_token\":\"hush-hush\"")) {
            peer.send("SUB a.b 7\r\nPUB a.b 2\r\nhi\r\n");
            peer.fence();
            server.awaitLog(log -> log.contains("->> [PONG]"), SOON);
            server.awaitLog(log -> log.contains("->> [MSG a.b 7 2]"), SOON);

            assertThat(server.log())
                    .contains(
                            "[TRC] ",
                            "[DBG] ",
                            " - cid:",
                            "<<- [SUB a.b 7]",
                            "<<- [PUB a.b 2]",
                            "<<- MSG_PAYLOAD: [\"hi\"]")
                    .contains("[REDACTED]")
                    .doesNotContain("hush-hush");
        }
    }

    @Test
    @Rows("PR-07")
    void without_debug_and_trace_a_connection_is_not_logged() {
        try (ServerProgram server = start()) {
            try (Peer peer = Peer.login(server)) {
                peer.fence();
            }
            assertThat(server.log()).doesNotContain("cid:");
        }
    }

    @Test
    @Rows("PR-01")
    void term_and_interrupt_end_it_with_code_zero() throws IOException, InterruptedException {
        for (String signal : List.of("-TERM", "-INT")) {
            ServerProgram server = start();
            try (Peer peer = Peer.login(server)) {
                new ProcessBuilder(
                                "kill", signal, String.valueOf(server.process().pid()))
                        .start()
                        .waitFor();

                assertThat(server.awaitExit(SOON)).as(signal).isZero();
                assertThat(peer.lastLineOrPong()).isEmpty();
            }
        }
    }

    @Test
    @Rows("PR-01")
    void a_port_that_is_taken_ends_it_with_code_one() {
        try (ServerProgram server = start()) {
            Ended second = run("-a", "127.0.0.1", "-p", String.valueOf(server.port()));

            assertThat(second.code()).isEqualTo(1);
            assertThat(second.errors()).contains("[FTL] Error listening on port: 127.0.0.1:" + server.port());
        }
    }
}
