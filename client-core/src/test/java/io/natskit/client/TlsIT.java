// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.Nats;
import io.natskit.server.NatsServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS after INFO: trust by PEM file, host names verified, nothing in clear behind the upgrade. */
class TlsIT {
    @TempDir
    private static Path folder;

    private static Path certificate;
    private static NatsServer server;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        Certificate own = keys.getCertificate("server");
        Key key = keys.getKey("server", "changeit".toCharArray());
        certificate = pem("server.pem", "CERTIFICATE", own.getEncoded());
        Path keyFile = pem("key.pem", "PRIVATE KEY", key.getEncoded());
        server = NatsServer.builder()
                .config("tls { cert_file: \"" + certificate + "\", key_file: \"" + keyFile + "\" }")
                .start();
    }

    private static Path pem(String name, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                folder.resolve(name), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
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
}
