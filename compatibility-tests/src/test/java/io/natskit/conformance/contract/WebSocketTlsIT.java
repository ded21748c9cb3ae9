// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom the listener of WebSocket lets in by certificates, which its own block says. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record WebSocketTlsIT(Target target) implements WebSocketJudged {
    private static final String USERS = """
            authorization { users: [
              {user: "ada.example", permissions { publish: "page.>" }}
              {user: bob, password: p}
            ] }
            """;

    @TempDir
    static Path folder;

    private static Authority root;
    private static Certificates own;
    private static Certificates ada;
    private static Certificates eve;

    @BeforeAll
    static void makeCertificates() {
        root = Authority.root(folder, "root");
        own = root.issue("server", "localhost", null);
        ada = root.issue("ada", "ada.example", null);
        eve = root.issue("eve", "eve.example", null);
    }

    /** A server whose listener of WebSocket has a block of its own, and whose client port is in clear. */
    private RunningServer guarded(String tls, String more) {
        return target.start("debug: true\nwebsocket { listen: \"127.0.0.1:-1\"\n"
                + own.block(", timeout: 60, ca_file: \"" + root.file() + "\"" + tls) + "}\n" + more);
    }

    /** What the server says first to whom it lets in; empty where it does not. */
    private static String greeting(RunningServer server, Certificates shown) {
        try (WebPeer peer = WebPeer.dial(server, own.presenting(shown)).upgraded("")) {
            return peer.until("\r\n");
        } catch (UncheckedIOException | IllegalStateException refused) {
            return "";
        }
    }

    private static boolean comesInWithoutCertificate(RunningServer server) {
        try (WebPeer peer = WebPeer.dial(server, own.trusting()).upgraded("")) {
            return peer.until("\r\n").startsWith("INFO");
        } catch (UncheckedIOException | IllegalStateException refused) {
            return false;
        }
    }

    @Test
    @Rows({"AU-13", "CF-19", "WS-06"})
    void who_shows_no_certificate_stays_out_where_one_is_asked_for() {
        try (RunningServer server = guarded(", verify: true", "")) {
            assertThat(greeting(server, ada)).startsWith("INFO").contains("\"tls_required\":true");
            assertThat(comesInWithoutCertificate(server)).isFalse();
        }
    }

    @Test
    @Rows({"AU-13", "CF-19", "WS-06"})
    void the_certificate_says_who_it_is() {
        try (RunningServer server = guarded(", verify_and_map: true", USERS)) {
            try (WebPeer peer = WebPeer.dial(server, own.presenting(ada)).upgraded("")) {
                assertThat(peer.until("\r\n")).contains("\"auth_required\":true");
                peer.send(CONNECT).until("PONG\r\n");
                peer.send("PUB other 0\r\n\r\n").until("-ERR 'Permissions Violation for Publish to \"other\"'\r\n");
            }
            try (WebPeer peer = WebPeer.dial(server, own.presenting(eve)).upgraded("")) {
                peer.send(CONNECT).until("-ERR 'Authorization Violation'\r\n");
            }
        }
    }

    @Test
    @Rows({"AU-14", "CP-31", "WS-06"})
    void only_keys_that_are_pinned_come_in() {
        try (RunningServer server = guarded(", verify: true, pinned_certs: [\"" + ada.fingerprint() + "\"]", "")) {
            assertThat(greeting(server, ada)).startsWith("INFO");
            // nats-server looks at the form of the list alone
            boolean ours = target.family().equals("natskit");
            assertThat(greeting(server, eve).isEmpty()).isEqualTo(ours);
            if (ours) {
                await().untilAsserted(() -> assertThat(server.log())
                        .contains(
                                "certificate not pinned", "Failed pinned cert test for key id: " + eve.fingerprint()));
            }
        }
    }

    @Test
    @Rows({"CF-15", "CF-19", "WS-06"})
    void of_several_certificates_a_client_gets_the_one_that_it_can_check() {
        Certificates other = Certificates.make(folder, "other-" + target.name(), "dns:elsewhere.example");
        Certificates here = Certificates.make(folder, "here-" + target.name(), "dns:localhost,ip:127.0.0.1");
        String block = "tls { timeout: 60, certs: [\n"
                + " {cert_file: \"" + other.certificate() + "\", key_file: \"" + other.key() + "\"}\n"
                + " {cert_file: \"" + here.certificate() + "\", key_file: \"" + here.key() + "\"}\n] }\n";
        try (RunningServer server = target.start("websocket { listen: \"127.0.0.1:-1\"\n" + block + "}\n")) {
            for (Map.Entry<String, Certificates> each :
                    Map.of("localhost", here, "elsewhere.example", other).entrySet()) {
                try (WebPeer peer = WebPeer.dial(server, each.getValue().trusting(), each.getKey())
                        .upgraded("")) {
                    assertThat(peer.until("\r\n")).startsWith("INFO");
                }
            }
        }
    }

    @Test
    @Rows({"AU-16", "CF-19"})
    void that_clear_is_allowed_at_the_client_port_does_not_open_this_one() {
        String client = "allow_non_tls: true\n" + own.block(", timeout: 60");
        try (RunningServer server = guarded("", client);
                Peer clear = Peer.login(server)) {
            clear.fence();
            assertThat(greeting(server, ada)).startsWith("INFO").contains("\"tls_required\":true");
            assertThat(upgradesInClear(server)).isFalse();
        }
    }

    @Test
    @Rows({"AU-18", "CF-19"})
    void the_rate_of_handshakes_at_the_client_port_does_not_hold_here() {
        try (RunningServer server = guarded("", own.block(", timeout: 60, connection_rate_limit: 1"))) {
            for (int i = 0; i < 5; i++) {
                assertThat(greeting(server, ada)).startsWith("INFO");
            }
        }
    }

    private static boolean upgradesInClear(RunningServer server) {
        try (WebPeer peer = WebPeer.dial(server).upgraded("")) {
            return peer.until("\r\n").startsWith("INFO");
        } catch (UncheckedIOException | IllegalStateException refused) {
            return false;
        }
    }
}
