// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trust S2: somebody between the client and its server strips TLS, shows certificates of his own, or asks for something older, and gets no credentials. */
@Timeout(120)
class ManInTheMiddleIT {
    private static final String SECRET = "secret-of-the-middle";
    private static final String HERE = "san=dns:localhost,ip:127.0.0.1";

    @TempDir
    private static Path folder;

    private static TestAuthority authority;
    private static Map<String, SSLContext> wrong;
    private static SSLContext good;

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = TestAuthority.make(folder, "trusted");
        TestAuthority foreign = TestAuthority.make(folder, "foreign");
        good = authority.server("good", "-ext", HERE, "-validity", "2");
        wrong = new TreeMap<>(Map.of(
                "of a foreign authority", foreign.server("stranger", "-ext", HERE, "-validity", "2"),
                "expired", authority.server("expired", "-ext", HERE, "-startdate", "-10d", "-validity", "5"),
                "not valid yet", authority.server("early", "-ext", HERE, "-startdate", "+2d", "-validity", "5"),
                "for clients", authority.server("client", "-ext", HERE, "-ext", "eku=clientAuth", "-validity", "2"),
                "for another name", authority.server("elsewhere", "-ext", "san=dns:other.example", "-validity", "2"),
                "without a name", authority.server("localhost", "-validity", "2")));
    }

    @AfterAll
    static void forget() {
        wrong.clear();
    }

    /** Every way to log in, and the address with what stands in it. */
    private static List<Consumer<Options.Builder>> ways(int port) {
        NKey key = NKey.generate(NKeyKind.USER);
        String address = "tls://127.0.0.1:" + port;
        return List.of(
                o -> o.servers("tls://ada:" + SECRET + "@127.0.0.1:" + port),
                o -> o.servers("tls://" + SECRET + "@127.0.0.1:" + port),
                o -> o.servers(address).auth(Authenticator.token(SECRET)),
                o -> o.servers(address).auth(Authenticator.userPassword("ada", SECRET.toCharArray())),
                o -> o.servers(address).auth(Authenticator.nkey(key.seed())),
                // asked for by the options, not by the address
                o -> o.servers("nats://ada:" + SECRET + "@127.0.0.1:" + port)
                        .tls(t -> t.caFile(authority.certificate()).mode(TlsOptions.Mode.REQUIRED)),
                o -> o.servers("nats://ada:" + SECRET + "@127.0.0.1:" + port)
                        .tls(t -> t.caFile(authority.certificate()).mode(TlsOptions.Mode.FIRST)));
    }

    private static void assertNothingIsTold(FakeServer middle, String what, Consumer<Options.Builder> way) {
        assertThatThrownBy(() -> Nats.connect(o -> {
                    o.tls(t -> t.caFile(authority.certificate()));
                    o.servers(s -> s.connectTimeout(Duration.ofSeconds(20)));
                    way.accept(o);
                }))
                .as(what)
                .isInstanceOf(ConnectFailedException.class)
                .satisfies(e -> assertThat(stackOf(e)).doesNotContain(SECRET));
        assertThat(String.join("\n", middle.lines()))
                .as(what)
                .doesNotContain("CONNECT")
                .doesNotContain(SECRET);
    }

    private static String stackOf(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void who_strips_tls_from_the_info_hears_nothing() {
        try (FakeServer middle = FakeServer.start(peer -> {
            peer.send(FakeServer.INFO);
            peer.line();
        })) {
            ways(middle.port()).forEach(way -> assertNothingIsTold(middle, "stripped", way));
        }
    }

    @Test
    void who_shows_a_certificate_that_is_not_the_servers_hears_nothing() {
        wrong.forEach((what, context) -> {
            try (FakeServer middle = FakeServer.start(peer -> {
                peer.send(FakeServer.INFO.replace("\"proto\"", "\"tls_required\":true,\"proto\""));
                peer.encrypt(context);
                peer.line();
            })) {
                List<Consumer<Options.Builder>> upgraded = ways(middle.port());
                upgraded.subList(0, upgraded.size() - 1).forEach(way -> assertNothingIsTold(middle, what, way));
            }
            try (FakeServer middle = FakeServer.startTls(context, false, FakeServer.Peer::login)) {
                List<Consumer<Options.Builder>> all = ways(middle.port());
                assertNothingIsTold(middle, what + ", TLS first", all.get(all.size() - 1));
            }
        });
    }

    @Test
    void the_same_scene_with_the_right_certificate_logs_in() {
        try (FakeServer server = FakeServer.start(peer -> {
                    peer.send(FakeServer.INFO.replace("\"proto\"", "\"tls_required\":true,\"proto\""));
                    peer.encrypt(good);
                    peer.expect("CONNECT");
                    peer.expect("PING");
                    peer.send("PONG\r\n");
                    peer.serve();
                });
                Connection c = Nats.connect(o -> o.servers("tls://ada:" + SECRET + "@127.0.0.1:" + server.port())
                        .servers(s -> s.connectTimeout(Duration.ofSeconds(20)))
                        .tls(t -> t.caFile(authority.certificate())))) {
            c.flush();
            assertThat(server.lines().get(0)).contains(SECRET);
        }
    }

    /** A hello of an older version, by the letter: TLS 1.1 and 1.0, SSL 3, and TLS 1.2 with suites without forward secrecy or without encryption. */
    @Test
    void who_asks_for_an_older_version_or_a_weak_suite_hears_nothing() {
        Map<String, String> hellos = new TreeMap<>(Map.of(
                "TLS 1.1", hello("0302", "c013"),
                "TLS 1.0", hello("0301", "c013"),
                "SSL 3", hello("0300", "002f"),
                "TLS 1.2 without forward secrecy", hello("0303", "009c"),
                "TLS 1.2 without encryption", hello("0303", "003b"),
                "TLS 1.2 without a certificate", hello("0303", "00a6")));
        hellos.forEach((what, hello) -> {
            try (FakeServer middle = FakeServer.start(peer -> {
                peer.send(FakeServer.INFO.replace("\"proto\"", "\"tls_required\":true,\"proto\""));
                byte[] head = peer.read(5);
                peer.read((head[3] & 0xff) << 8 | head[4] & 0xff);
                peer.send(HexFormat.of().parseHex(hello));
                peer.line();
            })) {
                List<Consumer<Options.Builder>> upgraded = ways(middle.port());
                upgraded.subList(0, upgraded.size() - 1).forEach(way -> assertNothingIsTold(middle, what, way));
            }
        });
    }

    @Test
    void the_hello_offers_no_version_below_1_2_and_no_suite_without_forward_secrecy() {
        List<String> offered = new CopyOnWriteArrayList<>();
        try (FakeServer middle = FakeServer.start(peer -> {
            peer.send(FakeServer.INFO.replace("\"proto\"", "\"tls_required\":true,\"proto\""));
            byte[] head = peer.read(5);
            byte[] hello = peer.read((head[3] & 0xff) << 8 | head[4] & 0xff);
            // kind, length, version, random, session
            int at = 4 + 2 + 32;
            at += 1 + hello[at];
            int end = at + 2 + ((hello[at] & 0xff) << 8 | hello[at + 1] & 0xff);
            for (int i = at + 2; i < end; i += 2) {
                offered.add(HexFormat.of().formatHex(hello, i, i + 2));
            }
        })) {
            assertNothingIsTold(middle, "a hello", ways(middle.port()).get(0));
        }
        // static RSA and static ECDH of TLS 1.2, as the JDK has them
        assertThat(offered)
                .contains("1301", "c02b")
                .doesNotContain("009c", "009d", "003c", "003d", "002f", "0035")
                .doesNotContain(
                        "c02d", "c02e", "c031", "c032", "c025", "c026", "c029", "c02a", "c004", "c005", "c00e", "c00f");
    }

    private static String hello(String version, String suite) {
        String body = version + "11".repeat(32) + "00" + suite + "00";
        String handshake = "02" + "%06x".formatted(body.length() / 2) + body;
        return "16" + version + "%04x".formatted(handshake.length() / 2) + handshake;
    }

    @Test
    void who_strips_tls_once_the_connection_was_cut_hears_nothing() throws IOException {
        try (FakeServer server = FakeServer.start(
                        peer -> {
                            peer.send(FakeServer.INFO.replace("\"proto\"", "\"tls_required\":true,\"proto\""));
                            peer.encrypt(good);
                            peer.expect("CONNECT");
                            peer.expect("PING");
                            peer.send("PONG\r\n");
                            peer.expect("PING");
                        },
                        peer -> {
                            peer.send(FakeServer.INFO);
                            peer.line();
                        });
                Connection c = Nats.connect(o -> o.servers("tls://ada:" + SECRET + "@127.0.0.1:" + server.port())
                        .servers(s -> s.connectTimeout(Duration.ofSeconds(20)))
                        .reconnect(r -> r.maxAttempts(2).policy(ReconnectPolicy.standard()))
                        .tls(t -> t.caFile(authority.certificate())))) {
            assertThatThrownBy(() -> c.flush(Duration.ofSeconds(20))).isInstanceOf(NatsException.class);
            await().atMost(Duration.ofSeconds(60)).until(() -> c.state() instanceof ConnectionState.Closed);
            assertThat(server.connections()).isGreaterThan(1);
            assertThat(server.lines().stream().filter(line -> line.contains("CONNECT")))
                    .as("the first connection alone")
                    .hasSize(1);
        }
    }
}
