// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.ConnectFailedException;
import io.natskit.client.Connection;
import io.natskit.client.Subscription;
import io.natskit.client.TlsOptions;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS after INFO, with certificates of its own: what the server says and does, and whom our client believes. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record TlsIT(Target target) implements Judged {
    private static final String HERE = "dns:localhost,ip:127.0.0.1";
    /** Where time is not the matter: a busy machine may need more than two seconds for a handshake. */
    private static final String PATIENT = ", timeout: 60";

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Certificates own;
    private static Certificates elsewhere;

    @BeforeAll
    static void makeCertificates() {
        own = Certificates.make(folder, "own", HERE);
        elsewhere = Certificates.make(folder, "elsewhere", "dns:other.example");
    }

    @Test
    @Rows({"CP-01", "CF-15"})
    void info_comes_in_clear_and_says_that_tls_is_required_and_all_behind_it_is_encrypted() {
        try (RunningServer server = target.start(own.block(PATIENT));
                Peer peer = Peer.dial(server)) {
            assertThat(peer.info()).containsEntry("tls_required", true).doesNotContainKey("tls_verify");
            peer.encrypt(own.trusting());
            peer.send("CONNECT {\"verbose\":false}\r\nSUB a 1\r\nPUB a 2\r\nhi\r\nPING\r\n");
            assertThat(peer.line()).isEqualTo("MSG a 1 2");
            assertThat(peer.line()).isEqualTo("hi");
            assertThat(peer.line()).isEqualTo("PONG");
        }
    }

    @Test
    @Rows({"CP-01", "CF-15"})
    void a_message_larger_than_many_records_arrives_whole() {
        try (RunningServer server = target.start(own.block(PATIENT));
                Peer peer = Peer.dial(server)) {
            peer.info();
            peer.encrypt(own.trusting());
            String payload = "z".repeat(700_000);
            peer.send("CONNECT {\"verbose\":false}\r\nSUB a 1\r\nPUB a 700000\r\n" + payload + "\r\n");
            assertThat(peer.line()).isEqualTo("MSG a 1 700000");
            assertThat(peer.line()).isEqualTo(payload);
        }
    }

    @Test
    @Rows({"CF-15", "CP-31"})
    void who_goes_on_in_clear_is_closed_without_a_word() {
        try (RunningServer server = target.start("debug: true\n" + own.block(PATIENT));
                Peer peer = Peer.dial(server)) {
            peer.info();
            peer.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
            assertThat(peer.line()).isNull();
            await().untilAsserted(
                            () -> assertThat(server.log()).contains("TLS handshake error: ", "TLS Handshake Failure"));
            assertThat(server.log().lines().filter(line -> line.contains("TLS handshake error")))
                    .as("a probe is no error")
                    .allMatch(line -> line.contains("[DBG]") || line.startsWith("DEBUG"));
        }
    }

    @Test
    @Rows({"CF-15", "CP-31"})
    void who_says_nothing_is_closed_when_the_time_for_the_handshake_is_over() {
        try (RunningServer server = target.start("debug: true\n" + own.block(", timeout: 0.5"));
                Peer peer = Peer.dial(server)) {
            peer.info();
            assertThat(peer.line()).isNull();
            // in nats-server a timer and the deadline of the read run a race, and either tells
            await().untilAsserted(() -> assertThat(server.log()).containsAnyOf("TLS handshake timeout", "i/o timeout"));
        }
    }

    @Test
    @Rows("CF-15")
    void where_client_certificates_are_asked_for_info_says_so_and_who_has_none_is_refused() {
        try (RunningServer server =
                        target.start(own.block(PATIENT + ", ca_file: \"" + own.certificate() + "\", verify: true"));
                Peer peer = Peer.dial(server)) {
            assertThat(peer.info()).containsEntry("tls_required", true).containsEntry("tls_verify", true);
            assertThatThrownBy(() -> connect(server, t -> t.caFile(own.certificate())))
                    .isInstanceOf(ConnectFailedException.class);
            try (Connection connection =
                    connect(server, t -> t.caFile(own.certificate()).certificate(own.certificate(), own.key()))) {
                connection.flush();
            }
        }
    }

    @Test
    @Rows("CF-15")
    void our_client_passes_messages_and_comes_back() {
        try (RunningServer server = target.start(own.block(PATIENT));
                Connection connection = connect(server, t -> t.caFile(own.certificate()))) {
            Subscription subscription = connection.subscribe("a");
            connection.publish("a", "one");
            assertThat(subscription.next(Duration.ofSeconds(10)).orElseThrow().text())
                    .isEqualTo("one");
            connection.reconnect();
            connection.publish("a", "two");
            assertThat(subscription.next(Duration.ofSeconds(10)).orElseThrow().text())
                    .isEqualTo("two");
        }
    }

    @Test
    @Rows("CF-15")
    void our_client_believes_no_certificate_of_an_unknown_authority_or_for_another_host() {
        try (RunningServer server = target.start(own.block(PATIENT))) {
            assertRefused(server, t -> {});
            assertRefused(server, t -> t.caFile(elsewhere.certificate()));
            assertRefused(server, t -> t.caFile(own.certificate()).serverName("other.example"));
        }
        try (RunningServer server = target.start(elsewhere.block(PATIENT))) {
            assertRefused(server, t -> t.caFile(elsewhere.certificate()));
            try (Connection connection =
                    connect(server, t -> t.caFile(elsewhere.certificate()).serverName("other.example"))) {
                connection.flush();
            }
        }
    }

    private static void assertRefused(RunningServer server, Consumer<TlsOptions.Builder> tls) {
        assertThatThrownBy(() -> connect(server, tls))
                .isInstanceOf(ConnectFailedException.class)
                .hasStackTraceContaining(SSLException.class.getPackageName());
    }

    private static Connection connect(RunningServer server, Consumer<TlsOptions.Builder> tls) {
        return Nats.connect(o -> o.servers(server.url().replace("nats:", "tls:"))
                .servers(s -> s.connectTimeout(LONG))
                .tls(tls));
    }
}
