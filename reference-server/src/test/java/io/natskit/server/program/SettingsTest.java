// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.server.config.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flags override the configuration file, as with nats-server. */
class SettingsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private static ServerOptions options(String... args) throws Exception {
        return new Settings(CommandLine.parse(args)).options();
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("server.conf"), text).toString();
    }

    @Test
    void without_flags_the_defaults_are_nats_servers() throws Exception {
        ServerOptions options = options();

        assertThat(options.listen().host()).isEqualTo("0.0.0.0");
        assertThat(options.listen().port()).isEqualTo(4222);
        assertThat(options.limits().maxPayloadBytes()).isEqualTo(1024 * 1024);
        assertThat(options.limits().maxPendingBytes()).isEqualTo(64L * 1024 * 1024);
        assertThat(options.limits().maxControlLineBytes()).isEqualTo(4096);
        assertThat(options.limits().maxConnections()).isEqualTo(65_536);
        assertThat(options.liveness().pingInterval()).isEqualTo(Duration.ofMinutes(2));
        assertThat(options.liveness().pingsOutMax()).isEqualTo(2);
        assertThat(options.liveness().writeDeadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.authorization().timeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void flags_override_the_file() throws Exception {
        String file = file("port: 4333\nhost: localhost\ndebug: true\nserver_name: file\nmax_payload: 2MB\n");

        ServerOptions options = options("-c", file, "-p", "4444", "--name=flag", "-D=false");

        assertThat(options.listen().port()).isEqualTo(4444);
        assertThat(options.listen().host()).isEqualTo("localhost");
        assertThat(options.serverName()).isEqualTo("flag");
        assertThat(options.logging().debug()).isFalse();
        assertThat(options.limits().maxPayloadBytes()).isEqualTo(2 * 1024 * 1024);
        assertThat(options.configFile()).isEqualTo(Path.of(file));
    }

    @Test
    void trace_flags_switch_on_what_their_letters_say() throws Exception {
        assertThat(options("-DV").logging().debug()).isTrue();
        assertThat(options("-DV").logging().trace()).isTrue();
        assertThat(options("-DV").logging().traceVerbose()).isFalse();
        assertThat(options("-VV").logging().debug()).isFalse();
        assertThat(options("-VV").logging().traceVerbose()).isTrue();
        assertThat(options("-DVV").logging().debug()).isTrue();
        assertThat(options("-V").logging().trace()).isTrue();
    }

    @Test
    void credentials_come_by_flags() throws Exception {
        ServerOptions options = options("--user", "u", "--pass", "secret-pass");

        assertThat(options.authorization().username()).isEqualTo("u");
        assertThat(options.authorization().password()).isEqualTo("secret-pass");
        assertThat(options.toString()).doesNotContain("secret-pass");
        assertThat(options("--auth", "secret-token").toString()).doesNotContain("secret-token");
    }

    @Test
    void tls_flags_replace_the_files_tls() throws Exception {
        ServerOptions options = options("--tlscert", "c.pem", "--tlskey=k.pem", "--tlsverify", "--tlscacert", "a.pem");

        var tls = Objects.requireNonNull(options.tls());
        assertThat(tls.certFile()).isEqualTo(Path.of("c.pem"));
        assertThat(tls.keyFile()).isEqualTo(Path.of("k.pem"));
        assertThat(tls.caFile()).isEqualTo(Path.of("a.pem"));
        assertThat(tls.verify()).isTrue();
        assertThat(options.authorization().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options("--tls=false", "--tlscert", "c.pem").tls()).isNull();
    }

    @Test
    void tls_without_its_files_is_refused() {
        assertThatThrownBy(() -> options("--tls"))
                .isInstanceOf(Refusal.class)
                .hasMessage("TLS Server certificate must be present and valid");
        assertThatThrownBy(() -> options("--tlscert=c.pem"))
                .isInstanceOf(Refusal.class)
                .hasMessage("TLS Server private key must be present and valid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-s",
                "-r=udp://x:1",
                "--routes=nats://x:1",
                "--cluster=nats://x:1",
                "--cluster_name=c",
                "--cluster_advertise=x:1",
                "--no_advertise",
                "--connect_retries=3",
                "--profile=6060"
            })
    void flags_of_later_features_are_refused_by_name(String flag) {
        String name = CommandLineNames.first(flag);
        assertThatThrownBy(() -> options(flag))
                .isInstanceOf(Refusal.class)
                .hasMessage(name + ": comes with a later version of NatsKit");
    }

    /** The flag as its user wrote it, without the value. */
    private static final class CommandLineNames {
        static String first(String flag) {
            String name = flag.contains("=") ? flag.substring(0, flag.indexOf('=')) : flag;
            return name.replaceFirst("^--", "-");
        }
    }

    @Test
    void jetstream_is_switched_on_and_placed_by_flags() throws Exception {
        assertThat(options().jetStream().enabled()).isFalse();
        assertThat(options("-js").jetStream().enabled()).isTrue();
        assertThat(options("--jetstream", "--store_dir", "/data").jetStream().storeDir())
                .isEqualTo(java.nio.file.Path.of("/data"));
        assertThat(options("-sd=/data").jetStream().enabled()).isFalse();
    }

    @Test
    void a_later_feature_that_is_switched_off_is_no_matter() throws Exception {
        assertThat(options("-js=false", "-m", "0").listen().port()).isEqualTo(4222);
    }

    @Test
    void monitoring_is_switched_on_by_flags() throws Exception {
        assertThat(options("-m", "8222").monitoring().port()).isEqualTo(8222);
        assertThat(options("--https_port=8443").monitoring().securePort()).isEqualTo(8443);
        assertThat(options().monitoring().enabled()).isFalse();
    }

    @Test
    void contradictions_are_named() {
        assertThatThrownBy(() -> options("-n", "a b"))
                .isInstanceOf(Refusal.class)
                .hasMessage("server name cannot contain spaces");
        assertThatThrownBy(() -> options("-c", file("max_payload: 8MB\nmax_pending: 1MB\n")))
                .isInstanceOf(Refusal.class)
                .hasMessage("max_payload (8388608) cannot be higher than max_pending (1048576)");
        assertThatThrownBy(() -> options("-c", file("no_auth_user: nobody\n")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no_auth_user: \"nobody\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_payload: -1", "max_control_line: -1", "max_pending: -1"})
    void a_limit_cannot_be_left_open(String line) {
        assertThatThrownBy(() -> options("-c", file(line + "\n")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("-1");
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> options("-c", "/nothing/here.conf"))
                .isInstanceOf(Refusal.class)
                .hasMessage("open /nothing/here.conf: no such file or directory");
    }
}
