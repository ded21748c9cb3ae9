// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.Nats;
import io.natskit.server.NatsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS after INFO: trust by PEM file, host names verified, nothing in clear behind the upgrade. */
class TlsIT {
    @TempDir
    private static Path folder;

    private static TestCertificate own;
    private static TestCertificate client;
    private static Path certificate;
    private static NatsServer server;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException, InterruptedException {
        own = TestCertificate.make(folder, "server");
        client = TestCertificate.make(folder, "client");
        certificate = own.certificate();
        server = NatsServer.builder().config("tls { " + own.settings() + " }").start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void messages_of_all_sizes_pass_encrypted_both_ways() {
        try (Connection c = Nats.connect(o -> o.servers(server.url()).tls(t -> t.caFile(certificate)))) {
            Subscription sub = c.subscribe("tls");
            byte[] large = new byte[700_000];
            large[699_999] = 7;
            for (int i = 0; i < 3; i++) {
                c.publish("tls", large);
                c.publish("tls", "small");
            }
            for (int i = 0; i < 3; i++) {
                assertThat(sub.next(Duration.ofSeconds(10)).orElseThrow().bytes())
                        .isEqualTo(large);
                assertThat(sub.next(Duration.ofSeconds(10)).orElseThrow().text())
                        .isEqualTo("small");
            }
            for (int i = 0; i < 20_000; i++) {
                c.publish("tls", "many");
            }
            for (int i = 0; i < 20_000; i++) {
                assertThat(sub.next(Duration.ofSeconds(10))).isPresent();
            }
            c.flush();
            c.reconnect();
            c.flush();
        }
    }

    @Test
    void unknown_authority_is_refused() {
        assertThatThrownBy(() -> Nats.connect(server.url()))
                .isInstanceOf(ConnectFailedException.class)
                .hasStackTraceContaining(SSLException.class.getPackageName());
    }

    @Test
    void certificate_for_another_host_is_refused_unless_told_otherwise() {
        assertThatThrownBy(() -> Nats.connect(o ->
                        o.servers(server.url()).tls(t -> t.caFile(certificate).serverName("other.example"))))
                .isInstanceOf(ConnectFailedException.class)
                .hasStackTraceContaining("other.example");
        try (Connection c = Nats.connect(o -> o.servers(server.url())
                .tls(t -> t.caFile(certificate).serverName("other.example").verifyHostname(false)))) {
            c.flush();
        }
    }

    @Test
    void server_without_tls_gets_no_credentials_where_tls_is_asked_for() {
        try (FakeServer plain = FakeServer.start(peer -> {
            peer.send(FakeServer.INFO);
            peer.line();
        })) {
            assertThatThrownBy(() -> Nats.connect(o -> o.servers("tls://u:secret@127.0.0.1:" + plain.port())))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasRootCauseInstanceOf(ServerErrorException.class)
                    .hasMessageContaining("TLS")
                    .hasMessageNotContaining("secret");
            assertThat(plain.lines()).isEmpty();
        }
    }

    @Test
    void bytes_in_clear_behind_the_info_are_refused() {
        try (FakeServer sly = FakeServer.start(peer -> {
            peer.send(FakeServer.INFO.replace("\"proto\"", "\"tls_required\":true,\"proto\"") + "PING\r\n");
            peer.line();
        })) {
            assertThatThrownBy(() -> Nats.connect(o -> o.servers(sly.url()).tls(t -> t.caFile(certificate))))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasRootCauseInstanceOf(ProtocolViolationException.class);
        }
    }

    @Test
    void server_that_wants_a_certificate_gets_it_and_refuses_those_without() {
        try (NatsServer strict = NatsServer.builder()
                .config("tls { " + own.settings() + ", ca_file: \"" + client.certificate() + "\", verify: true }")
                .start()) {
            try (Connection c = Nats.connect(o -> o.servers(strict.url())
                    .tls(t -> t.caFile(certificate).certificate(client.certificate(), client.key())))) {
                c.flush();
                c.reconnect();
                c.flush();
            }
            assertThatThrownBy(() -> Nats.connect(o -> o.servers(strict.url()).tls(t -> t.caFile(certificate))))
                    .isInstanceOf(ConnectFailedException.class);
            // one that the server does not know
            assertThatThrownBy(() -> Nats.connect(o -> o.servers(strict.url())
                            .tls(t -> t.caFile(certificate).certificate(own.certificate(), own.key()))))
                    .isInstanceOf(ConnectFailedException.class);
        }
    }

    @Test
    void key_that_is_none_is_named_in_the_error() {
        assertThatThrownBy(() -> Nats.connect(o -> o.servers(server.url())
                        .tls(t -> t.caFile(certificate).certificate(client.certificate(), client.certificate()))))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining(client.certificate().toString())
                .hasMessageContaining("PKCS#8");
    }

    /** Key work may take its time on a busy machine. */
    private static Consumer<ServersOptions.Builder> patiently(String url) {
        return s -> s.servers(url).connectTimeout(Duration.ofSeconds(20));
    }

    @Test
    void tls_comes_before_the_info_where_that_is_asked_for_with_the_client_s_certificate() throws Exception {
        AtomicReference<String> name = new AtomicReference<>();
        try (FakeServer first = FakeServer.startTls(own.context(client), true, peer -> {
                    peer.login();
                    name.set(peer.certificateName());
                    peer.serve();
                });
                Connection c = Nats.connect(o -> o.servers(patiently(first.url()))
                        .tls(t -> t.mode(TlsOptions.Mode.FIRST)
                                .caFile(certificate)
                                .certificate(client.certificate(), client.key())))) {
            c.publish("a", "b");
            c.flush();
            assertThat(first.lines()).contains("PUB a 1");
            assertThat(first.lines().get(0)).contains("\"tls_required\":true");
            assertThat(name.get()).isEqualTo("CN=client");
        }
    }

    @Test
    void tls_first_verifies_the_host_name_and_gives_up_on_a_server_that_says_info_in_clear() throws Exception {
        try (FakeServer first = FakeServer.startTls(own.context(client), false, FakeServer.Peer::login);
                FakeServer clear = FakeServer.start(peer -> {
                    peer.send(FakeServer.INFO);
                    peer.line();
                })) {
            assertThatThrownBy(() -> Nats.connect(o -> o.servers(patiently(first.url()))
                            .tls(t -> t.mode(TlsOptions.Mode.FIRST)
                                    .caFile(certificate)
                                    .serverName("other.example"))))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasStackTraceContaining("other.example");
            assertThatThrownBy(() -> Nats.connect(o -> o.servers(patiently("nats://u:secret@127.0.0.1:" + clear.port()))
                            .tls(t -> t.mode(TlsOptions.Mode.FIRST).caFile(certificate))))
                    .isInstanceOf(ConnectFailedException.class)
                    // seen by the client, or by the TLS engine, as the INFO comes before or after its own first bytes
                    .hasMessageMatching("(?s).*(in clear|plaintext connection).*");
            assertThat(String.join("", clear.lines())).doesNotContain("secret");
        }
    }
}
