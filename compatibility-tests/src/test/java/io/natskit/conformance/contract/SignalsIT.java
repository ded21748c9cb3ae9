// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What signals ask of a server, and the flag that sends them. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#programs")
class SignalsIT implements Judged {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final ProgramTarget target;

    @TempDir
    Path folder;

    SignalsIT(ProgramTarget target) {
        this.target = target;
    }

    @Override
    public ProgramTarget target() {
        return target;
    }

    private ServerProgram start(String config, String... flags) throws IOException {
        Path file = Files.writeString(folder.resolve("c.conf"), config);
        List<String> line = new ArrayList<>(List.of("-c", file.toString(), "-a", "127.0.0.1", "-p", "-1"));
        line.addAll(List.of(flags));
        ServerProgram program = target.run(folder, line);
        program.awaitReady();
        return program;
    }

    /** Runs {@code -sl} and gives what it said, empty where it went well. */
    private String send(String command) {
        ServerProgram sender = target.run(folder, List.of("-sl", command));
        int code = sender.awaitExit(SOON);
        assertThat(code == 0).as(sender.log()).isEqualTo(sender.log().isEmpty());
        return sender.log().replaceFirst("^\\S+:\\s*", "").strip();
    }

    private static void logs(ServerProgram server, String text) {
        server.awaitLog(log -> log.contains(text), SOON);
    }

    @Test
    @Rows("PR-02")
    void what_cannot_be_sent_is_told() {
        assertSoftly(softly -> Map.of(
                        "bogus=99999999", "unknown signal \"bogus\"",
                        "reload=99999999", "signal \"reload\" 99999999: no such process",
                        "reload=abc", "invalid pid: abc",
                        "reload=1=2", "invalid signal parameters: [2]")
                .forEach((command, text) ->
                        softly.assertThat(send(command)).as(command).isEqualTo(text)));
    }

    @Test
    @Rows({"PR-02", "PR-03"})
    void reload_is_sent_to_a_process_or_to_the_one_that_a_file_names() throws IOException {
        Path pid = folder.resolve("the.pid");
        try (ServerProgram server = start("max_payload: 1000\n", "-P", pid.toString())) {
            Files.writeString(folder.resolve("c.conf"), "max_payload: 500\n");
            assertThat(send("reload=" + pid)).isEmpty();
            logs(server, "Trapped \"hangup\" signal");
            logs(server, "Reloaded: max_payload = 500");
            Files.writeString(folder.resolve("c.conf"), "max_payload: 400\n");
            assertThat(send("reload=" + server.process().pid())).isEmpty();
            logs(server, "Reloaded: max_payload = 400");
            try (Peer peer = Peer.dial(server)) {
                assertThat(peer.info()).containsEntry("max_payload", 400L);
            }
        }
    }

    @Test
    @Rows({"PR-02", "PR-04"})
    void flags_hold_in_a_reload_and_without_a_file_there_is_none() throws IOException {
        try (ServerProgram server = start("", "-D")) {
            Files.writeString(folder.resolve("c.conf"), "debug: false\nmax_payload: 500\n");
            server.signal("HUP");
            logs(server, "Reloaded server configuration");
            assertThat(server.log()).contains("Reloaded: max_payload = 500").doesNotContain("Reloaded: debug");
        }
        ServerProgram bare = target.run(folder, List.of("-a", "127.0.0.1", "-p", "-1"));
        try (bare) {
            bare.awaitReady();
            bare.signal("HUP");
            logs(
                    bare,
                    "Failed to reload server configuration: can only reload config when a file is provided using -c or --config");
        }
    }

    @Test
    @Rows({"PR-02", "PR-08"})
    void reopen_begins_the_log_file_anew_where_the_old_one_was_moved_away() throws IOException {
        Path log = folder.resolve("the.log");
        ServerProgram server = target.run(folder, List.of("-a", "127.0.0.1", "-p", "-1", "-l", log.toString()));
        try (server) {
            await().atMost(SOON)
                    .until(() -> Files.exists(log) && Files.readString(log).contains("Server is ready"));
            Path moved = Files.move(log, folder.resolve("moved.log"));
            assertThat(send("reopen=" + server.process().pid())).isEmpty();
            await().atMost(SOON)
                    .until(() -> Files.exists(log) && Files.readString(log).contains("File log re-opened"));
            assertThat(Files.readString(moved)).contains("Trapped \"user defined signal 1\" signal");
        }
    }

    @Test
    @Rows("PR-02")
    void reopen_says_that_there_is_no_file_to_open() throws IOException {
        try (ServerProgram server = start("")) {
            server.signal("USR1");
            logs(server, "File log re-open ignored, not a file logger");
        }
    }

    @Test
    @Rows("PR-02")
    void quit_and_term_end_a_server_well_and_stop_ends_it_at_once() throws IOException {
        for (String command : List.of("quit", "term", "stop")) {
            ServerProgram server = start("");
            assertThat(send(command + "=" + server.process().pid())).isEmpty();
            int code = server.awaitExit(SOON);
            if (command.equals("stop")) {
                assertThat(code).isEqualTo(137);
            } else {
                assertThat(code).isZero();
                assertThat(server.log()).contains("Trapped \"", "Initiating Shutdown...");
            }
        }
    }

    @Test
    @Rows({"CP-30", "PR-02"})
    void a_lame_duck_tells_its_clients_takes_nobody_in_and_ends() throws IOException {
        ServerProgram server = start("lame_duck_grace_period: \"1s\"\nlame_duck_duration: \"30s\"\n");
        try (Peer told = Peer.login(server, 0, ",\"protocol\":1");
                Peer old = Peer.login(server)) {
            told.fence();
            assertThat(send("ldm=" + server.process().pid())).isEmpty();
            String line = told.until("INFO ");
            while (!line.contains("\"ldm\"")) {
                line = told.until("INFO ");
            }
            assertThat(Json.object(line.substring("INFO ".length())))
                    .containsEntry("ldm", true)
                    .doesNotContainKeys("connect_urls", "connect_info", "nonce");
            assertThatThrownBy(() -> Peer.dial(server)).hasMessageContaining("refused");
            server.signal("TERM");
            told.fence();
            assertThat(told.word()).isNull();
            assertThat(old.word()).isNull();
            assertThat(server.awaitExit(SOON)).isZero();
            assertThat(server.log())
                    .contains("Entering lame duck mode, stop accepting new clients", "Closing existing clients");
        } finally {
            server.process().destroyForcibly();
        }
    }

    @Test
    @Rows({"CP-30", "PR-02"})
    void a_lame_duck_without_clients_ends_at_once() throws IOException {
        ServerProgram server = start("");
        server.signal("USR2");
        assertThat(server.awaitExit(SOON)).isZero();
    }

    @Test
    @Rows({"PR-03", "PR-06", "PR-07"})
    void files_are_written_where_the_new_configuration_wants_them() throws IOException {
        Path log = folder.resolve("new.log");
        Path pid = folder.resolve("new.pid");
        Path ports = Files.createDirectory(folder.resolve("ports"));
        try (ServerProgram server = start("")) {
            Files.writeString(
                    folder.resolve("c.conf"),
                    "log_file: \"" + log + "\"\npid_file: \"" + pid + "\"\nports_file_dir: \"" + ports + "\"\n");
            server.signal("HUP");
            logs(server, "Reloaded: log_file = " + log);
            await().atMost(SOON)
                    .until(() -> Files.exists(log) && Files.readString(log).contains("Reloaded server configuration"));
            assertThat(Files.readString(pid))
                    .isEqualTo(String.valueOf(server.process().pid()));
            try (var listed = Files.list(ports)) {
                assertThat(listed).hasSize(1);
            }
        }
    }
}
