// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PR-01, PR-06, PR-07, CF-05: the program as its users meet it, started by the launcher. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherIT {
    private static final String CONNECT = "CONNECT {\"verbose\":false}\r\nPING\r\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private LaunchedServer start(String... args) throws IOException {
        return LaunchedServer.start(folder, Map.of(), LaunchedServer.launcher(), args);
    }

    @Test
    void it_logs_the_lines_of_nats_server_in_their_order_under_the_launchers_pid() throws Exception {
        try (LaunchedServer server =
                start("-a", "127.0.0.1", "-p", "-1", "-n", "lines").awaitReady()) {
            assertThat(server.talk(CONNECT)).startsWith("INFO {").endsWith("PONG\r\n");
            String stamp = "\\[" + server.pid() + "] \\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6} \\[INF] ";
            assertThat(server.err())
                    .matches(stamp + "Starting nats-server\n"
                            + stamp + "  Version:  2\\.15\\.2\n"
                            + stamp + "  Git:      \\[not set]\n"
                            + stamp + "  Name:     lines\n"
                            + stamp + "  ID:       N[A-Z2-7]{55}\n"
                            + stamp + "Listening for client connections on 127\\.0\\.0\\.1:\\d+\n"
                            + stamp + "Server is ready\n");
            assertThat(server.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void a_signal_ends_it_at_once_with_code_0(String signal) throws Exception {
        try (LaunchedServer server = start("-a", "127.0.0.1", "-p", "-1").awaitReady()) {
            server.signal(signal);

            assertThat(server.awaitExit()).isZero();
            assertThat(server.err()).contains("[INF] Initiating Shutdown...").endsWith("[INF] Server Exiting..\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "USR1"})
    void a_signal_that_asks_for_what_it_has_not_does_not_end_it(String signal) throws Exception {
        try (LaunchedServer server = start("-a", "127.0.0.1", "-p", "-1").awaitReady()) {
            server.signal(signal);

            assertThat(server.talk(CONNECT)).endsWith("PONG\r\n");
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
        }
    }

    @Test
    void a_certificate_that_is_none_ends_it_with_code_1() throws Exception {
        Path pem = Files.writeString(folder.resolve("bad.pem"), "not a certificate\n");
        try (LaunchedServer server =
                start("-a", "127.0.0.1", "-p", "-1", "--tls", "--tlscert=" + pem, "--tlskey=" + pem)) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.err()).isNotEmpty().doesNotContain("Server is ready");
        }
    }

    @Test
    void pid_and_ports_files_are_written_and_the_latter_removed() throws Exception {
        Path pid = folder.resolve("server.pid");
        try (LaunchedServer server = start(
                        "-a", "127.0.0.1", "-p", "-1", "-P", pid.toString(), "--ports_file_dir=" + folder)
                .awaitReady()) {
            Path ports = folder.resolve("natskit-server_" + server.pid() + ".ports");
            await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(ports) && Files.size(ports) > 0);

            assertThat(pid).hasContent(Long.toString(server.pid()));
            assertThat(ports).hasContent("{\"nats\":[\"nats://127.0.0.1:" + server.port() + "\"]}");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pid)))
                    .isEqualTo("rw-------");
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
            assertThat(ports).doesNotExist();
            assertThat(pid).exists();
        }
    }

    @Test
    void it_starts_from_a_folder_with_a_space() throws Exception {
        Path home = Files.createDirectory(folder.resolve("a b"));
        Path bin = Files.createDirectory(home.resolve("bin"));
        Path lib = Files.createDirectory(home.resolve("lib"));
        Path launcher = Files.copy(
                LaunchedServer.launcher(), bin.resolve("natskit-server"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(
                LaunchedServer.launcher().resolveSibling("../target/natskit-server.jar"),
                lib.resolve("natskit-server.jar"),
                StandardCopyOption.COPY_ATTRIBUTES);
        // An archive that the JVM passes over: what matters is that its name reaches the JVM as one word.
        String kind = Runtime.version().feature() >= 25 ? ".aot" : ".jsa";
        Files.createFile(lib.resolve("natskit-server-" + System.getProperty("java.runtime.version") + kind));
        try (LaunchedServer server = LaunchedServer.start(folder, Map.of(), launcher, "-a", "127.0.0.1", "-p", "-1")
                .awaitReady()) {
            assertThat(server.talk(CONNECT)).endsWith("PONG\r\n");
        }
    }

    @Test
    void under_another_name_on_the_path_it_is_that_program() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("nats-server"), LaunchedServer.launcher());
        Path second = Files.createDirectory(folder.resolve("bin")).resolve("nats-server");
        Files.createSymbolicLink(second, Path.of("..", "nats-server"));
        assertThat(link).isSymbolicLink();
        Map<String, String> path = Map.of("PATH", second.getParent() + ":" + System.getenv("PATH"));
        try (LaunchedServer server = LaunchedServer.start(
                        folder,
                        path,
                        "/usr/bin/env",
                        "nats-server",
                        "-a",
                        "127.0.0.1",
                        "-p",
                        "-1",
                        "--ports_file_dir",
                        folder.toString())
                .awaitReady()) {
            Path ports = folder.resolve("nats-server_" + server.pid() + ".ports");
            await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(ports));
            assertThat(server.talk(CONNECT)).endsWith("PONG\r\n");
        }
    }

    @Test
    void a_bad_flag_is_named_before_the_usage() throws Exception {
        try (LaunchedServer server = start("--bogus")) {
            assertThat(server.awaitExit()).isEqualTo(2);
            assertThat(server.err()).isEqualTo("flag provided but not defined: -bogus\n");
            assertThat(server.out()).startsWith("\nUsage: nats-server [options]\n");
        }
    }

    @Test
    void a_flag_to_come_is_refused_by_name() throws Exception {
        try (LaunchedServer server = start("--cluster", "nats://x:1")) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.err()).isEqualTo("nats-server: -cluster: comes with a later version of NatsKit\n");
        }
    }

    @Test
    void a_word_that_is_no_command_is_refused() throws Exception {
        try (LaunchedServer server = start("foo")) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.err()).isEqualTo("nats-server: unrecognized command: \"foo\"\n");
        }
    }

    @Test
    void it_tells_the_version_that_it_stands_for_and_its_own() throws Exception {
        try (LaunchedServer server = start("-v")) {
            assertThat(server.awaitExit()).isZero();
            assertThat(server.out()).matches("nats-server: v2\\.15\\.2\nnatskit: v\\d+\\.\\d+\\.\\d+\n");
        }
    }

    @Test
    void a_file_is_checked_without_a_start() throws Exception {
        Path file = Files.writeString(folder.resolve("ok.conf"), "port: 4222\n");
        try (LaunchedServer server = start("-t", "-c", file.toString())) {
            assertThat(server.awaitExit()).isZero();
            assertThat(server.err())
                    .isEqualTo("nats-server: configuration file " + file + " is valid"
                            + " (sha256:797533ebd0dfba7d34a0f9337ecf147e442871f48ddfd07ed751575a5737267e)\n");
        }
        try (LaunchedServer server = start("-t")) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.err())
                    .isEqualTo("nats-server: must specify [-c, --config] option to check configuration file syntax\n");
        }
    }

    @Test
    void a_bad_file_is_refused_with_the_place() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.conf"), "\nmax_paylod: 1\n");
        try (LaunchedServer server = start("-c", file.toString())) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.err())
                    .isEqualTo("nats-server: " + file + ":2:1: unknown field \"max_paylod\"\n\n"
                            + "    2 | max_paylod\n      | ^ did you mean \"max_payload\"?\n");
        }
    }

    @Test
    void a_port_that_is_taken_ends_it_with_a_fatal_line() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                LaunchedServer server = start("-a", "127.0.0.1", "-p", Integer.toString(taken.getLocalPort()))) {
            assertThat(server.awaitExit()).isEqualTo(1);
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThat(server.err())
                    .endsWith("[FTL] Error listening on port: " + address + ", \"listen tcp " + address
                            + ": bind: address already in use\"\n");
        }
    }

    @Test
    void a_configuration_file_is_named_with_its_digest_and_plain_passwords_are_warned_of() throws Exception {
        Path file = Files.writeString(
                folder.resolve("c.conf"), "listen: \"127.0.0.1:-1\"\nauthorization { user: u, password: planted }\n");
        try (LaunchedServer server = start("-c", file.toString(), "-DV").awaitReady()) {
            assertThat(server.err())
                    .contains("[INF] Using configuration file: " + file + " (sha256:")
                    .contains("[WRN] Plaintext passwords detected, use nkeys or bcrypt\n");
            server.talk("CONNECT {\"verbose\":false,\"user\":\"u\",\"pass\":\"planted\"}\r\nPING\r\n");
            server.talk("CONNECT {\"verbose\":false,\"user\":\"u\",\"pass\":\"planted-wrong\"}\r\nPING\r\n");
            await().atMost(Duration.ofSeconds(10)).until(() -> server.err().contains("authentication error"));
            assertThat(server.err()).contains("[REDACTED]").doesNotContain("planted");
        }
    }

    @Test
    void words_of_a_client_are_quoted_as_nats_server_quotes_them() throws Exception {
        Path file = Files.writeString(
                folder.resolve("c.conf"), "listen: \"127.0.0.1:-1\"\nauthorization { user: u, password: p }\n");
        try (LaunchedServer server = start("-c", file.toString(), "-D").awaitReady()) {
            server.talk("CONNECT {\"user\":\"x\\n\\u001b\",\"pass\":\"no\"}\r\nPING\r\n");
            server.talk(
                    "CONNECT {\"verbose\":false,\"user\":\"u\",\"pass\":\"p\",\"name\":\"n\\n\\\"\",\"lang\":\"go\","
                            + "\"version\":\"1\"}\r\nPING\r\n");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> server.err().contains(" - \"v1:go:n\\n\\\"\" - \"$G/user:u\" - "));
            assertThat(server.err()).contains("authentication error - User \"x\\n\\x1b\"\n");
        }
    }

    @Test
    void in_debug_mode_the_log_says_why_a_log_in_failed_and_the_wire_never() throws Exception {
        Path file = Files.writeString(
                folder.resolve("c.conf"),
                "listen: \"127.0.0.1:-1\"\nauthorization { users: [{user: u, password: planted}] }\n");
        for (String mode : List.of("-D", "-D=false")) {
            try (LaunchedServer server = start("-c", file.toString(), mode).awaitReady()) {
                String told = server.talk("CONNECT {\"verbose\":false,\"user\":\"u\",\"pass\":\"no\"}\r\nPING\r\n");
                assertThat(told.substring(told.indexOf("\r\n") + 2)).isEqualTo("-ERR 'Authorization Violation'\r\n");
                await().atMost(Duration.ofSeconds(10)).until(() -> server.err().contains("authentication error"));
                String why = "authentication refused: user \"u\" is unknown, or the password is wrong";
                if (mode.equals("-D")) {
                    assertThat(server.err()).contains(why);
                } else {
                    assertThat(server.err()).doesNotContain("refused");
                }
            }
        }
    }

    @Test
    void the_log_goes_to_a_file() throws Exception {
        Path log = folder.resolve("server.log");
        try (LaunchedServer server = start("-a", "127.0.0.1", "-p", "-1", "-l", log.toString(), "-T=false")) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.exists(log) && Files.readString(log).contains("Server is ready"));
            assertThat(Files.readString(log)).startsWith("[" + server.pid() + "] [INF] Starting nats-server\n");
            assertThat(server.err()).isEmpty();
        }
    }

    @Test
    void a_log_file_that_cannot_be_made_is_named() throws Exception {
        try (LaunchedServer server = start("-a", "127.0.0.1", "-p", "-1", "-l", "/nothing/x.log")) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.err()).contains("error opening file: open /nothing/x.log: no such file or directory");
        }
    }
}
