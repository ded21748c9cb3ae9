// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.server.config.TlsOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TlsIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;

    private static TlsOptions options;
    private static SSLContext trusting;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = folder.resolve("server.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Path cert = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        Files.writeString(cert, pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
        Files.writeString(
                key,
                pem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
        options = TlsOptions.builder()
                .certFile(cert)
                .keyFile(key)
                .timeout(Duration.ofSeconds(30))
                .build();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, managers.getTrustManagers(), null);
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    private static NatsServer server(TlsOptions tls) {
        return NatsServer.builder()
                .configure(o -> o.tls(tls).liveness(l -> l.disableShortFirstPing(true)))
                .start();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        while (c >= 0 && c != '\n') {
            line.append((char) c);
            c = in.read();
        }
        return line.toString().trim();
    }

    private static SSLSocket upgraded(NatsServer server, String... protocols) throws IOException {
        Socket plain = new Socket("127.0.0.1", server.port());
        assertThat(line(plain.getInputStream())).startsWith("INFO {").contains("\"tls_required\":true");
        SSLSocket secure =
                (SSLSocket) trusting.getSocketFactory().createSocket(plain, "localhost", server.port(), true);
        secure.setSoTimeout(5_000);
        secure.setEnabledProtocols(protocols);
        secure.startHandshake();
        return secure;
    }

    private static void send(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void messages_cross_loops_under_both_versions_whatever_their_size() throws Exception {
        try (NatsServer server = server(options);
                SSLSocket first = upgraded(server, "TLSv1.3");
                SSLSocket second = upgraded(server, "TLSv1.2")) {
            send(first, "CONNECT {\"verbose\":false}\r\nSUB a 1\r\nPING\r\n");
            assertThat(line(first.getInputStream())).isEqualTo("PONG");
            send(second, "CONNECT {\"verbose\":false}\r\n");
            for (int size : new int[] {0, 1, 100, 16_384, 300_000, 1_000_000}) {
                String payload = "z".repeat(size);
                send(second, "PUB a " + size + "\r\n" + payload + "\r\n");
                assertThat(line(first.getInputStream())).isEqualTo("MSG a 1 " + size);
                assertThat(new String(first.getInputStream().readNBytes(size + 2), StandardCharsets.ISO_8859_1))
                        .isEqualTo(payload + "\r\n");
            }
            server.checkInvariants();
        }
    }

    @Test
    void who_speaks_plainly_or_not_at_all_is_closed() throws Exception {
        TlsOptions impatient =
                options.toBuilder().timeout(Duration.ofMillis(500)).build();
        try (NatsServer server = server(impatient);
                Socket silent = new Socket("127.0.0.1", server.port());
                Socket plain = new Socket("127.0.0.1", server.port())) {
            line(plain.getInputStream());
            plain.getOutputStream().write("CONNECT {}\r\nPING\r\n".getBytes(StandardCharsets.ISO_8859_1));
            await().untilAsserted(() -> assertThat(server.closedClients())
                    .extracting(NatsServer.ClosedClient::reason)
                    .containsExactly("TLS Handshake Failure", "TLS Handshake Failure"));
            assertThat(silent.isConnected()).isTrue();
        }
    }

    @Test
    void a_key_that_cannot_be_read_stops_the_start_and_takes_no_port() {
        TlsOptions wrong = options.toBuilder().keyFile(options.certFile()).build();
        assertThatThrownBy(
                        () -> NatsServer.builder().configure(o -> o.tls(wrong)).start())
                .hasMessageContaining("key_file");
    }
}
