// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.Beside;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authorities are asked whether the certificates that clients show still hold. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record OcspPeerIT(Target target) implements Judged {
    @TempDir
    static Path folder;

    private static Authority root;
    private static OcspResponder responder;
    private static Certificates own;

    @BeforeAll
    static void makeAuthority() {
        root = Authority.root(folder, "root");
        responder = new OcspResponder(root);
        own = root.issue("server", "localhost", null);
    }

    @AfterAll
    static void stopResponder() {
        responder.close();
    }

    private RunningServer start(String peers) {
        return target.start("debug: true\n"
                + own.block(", timeout: 60, verify: true, ca_file: \"" + root.file() + "\", ocsp_peer: " + peers));
    }

    /** A certificate that nobody has asked about before. */
    private static Certificates fresh(String url) {
        return root.issue("client-" + UUID.randomUUID(), "ada.example", url);
    }

    private static boolean comesIn(RunningServer server, Certificates shown) {
        return comesIn(server, own.presenting(shown));
    }

    private static boolean comesIn(RunningServer server, SSLContext context, String... protocols) {
        try (Peer peer = Peer.dial(server)) {
            peer.info();
            if (protocols.length == 0) {
                peer.encrypt(context);
            } else {
                peer.encrypt(context, protocols);
            }
            peer.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
            return "PONG".equals(peer.word());
        } catch (UncheckedIOException refused) {
            return false;
        }
    }

    @Test
    @Rows({"AU-17", "CF-15"})
    void who_shows_a_revoked_or_unknown_certificate_stays_out() {
        Certificates good = fresh(responder.url());
        Certificates revoked = fresh(responder.url());
        Certificates unknown = fresh(responder.url());
        responder.say(revoked, OcspResponder.REVOKED);
        responder.say(unknown, OcspResponder.UNKNOWN);
        try (RunningServer server = start("{ verify: true }")) {
            assertThat(comesIn(server, good)).isTrue();
            assertThat(comesIn(server, revoked)).isFalse();
            assertThat(comesIn(server, unknown)).isFalse();
            // whom nobody can be asked about
            assertThat(comesIn(server, fresh(null))).isTrue();
        }
    }

    @Test
    @Rows("AU-17")
    void an_answer_is_kept_as_long_as_it_says() {
        Certificates good = fresh(responder.url());
        try (RunningServer server = start("{ verify: true }")) {
            assertThat(comesIn(server, good)).isTrue();
            int asked = responder.asked();
            assertThat(comesIn(server, good)).isTrue();
            assertThat(responder.asked()).isEqualTo(asked);
        }
    }

    @Test
    @Rows({"AU-17", "CF-15"})
    void what_is_to_be_let_in_is_for_the_options_to_say() {
        Certificates revoked = fresh(responder.url());
        Certificates unknown = fresh(responder.url());
        responder.say(revoked, OcspResponder.REVOKED);
        responder.say(unknown, OcspResponder.UNKNOWN);
        try (RunningServer server = start("{ verify: true, unknown_is_good: true }")) {
            assertThat(comesIn(server, unknown)).isTrue();
            assertThat(comesIn(server, revoked)).isFalse();
        }
        try (RunningServer server = start("{ verify: true, warn_only: true }")) {
            assertThat(comesIn(server, revoked)).isTrue();
            assertThat(server.log()).contains("but WarnOnly is true so allowing");
        }
        try (RunningServer server = start("{ verify: false }")) {
            assertThat(comesIn(server, revoked)).isTrue();
        }
    }

    @Test
    @Rows("AU-17")
    void without_an_answer_nobody_comes_in_unless_that_is_wanted() {
        OcspResponder stopped = new OcspResponder(root);
        stopped.close();
        try (RunningServer server = start("{ verify: true, ca_timeout: 1 }")) {
            assertThat(comesIn(server, fresh(stopped.url()))).isFalse();
        }
        try (RunningServer server = start("{ verify: true, ca_timeout: 1, allow_when_ca_unreachable: true }")) {
            assertThat(comesIn(server, fresh(stopped.url()))).isTrue();
            assertThat(server.log()).contains("AllowWhenCAUnreachable set");
        }
    }

    @Test
    @Rows("AU-17")
    void an_address_that_is_none_keeps_nobody_out_who_is_only_warned_about() {
        try (RunningServer server = start("{ verify: true, warn_only: true }")) {
            assertThat(comesIn(server, fresh("http://no host"))).isTrue();
        }
    }

    @Test
    @Rows("AU-17")
    void an_answer_that_stops_behind_its_head_is_none() {
        try (OcspResponder stalled = new OcspResponder(root).stalling();
                RunningServer server = start("{ verify: true, ca_timeout: 1, allow_when_ca_unreachable: true }")) {
            assertThat(comesIn(server, fresh(stalled.url()))).isTrue();
            assertThat(server.log()).contains("AllowWhenCAUnreachable set");
        }
    }

    @Test
    @Rows("AU-17")
    void nobody_waits_for_the_authority_of_another() {
        try (RunningServer server = start("{ verify: true, ca_timeout: 15 }")) {
            CompletableFuture<Boolean> waiting;
            try (OcspResponder stalled = new OcspResponder(root).stalling()) {
                Certificates held = fresh(stalled.url());
                waiting = Beside.supply(() -> comesIn(server, held));
                await().until(() -> stalled.asked() > 0);
                assertThat(comesIn(server, fresh(responder.url()))).isTrue();
                assertThat(waiting).isNotDone();
            }
            assertThat(waiting.join()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @Rows("AU-17")
    void who_was_in_before_is_asked_about_again(String protocol) {
        try (OcspResponder undated = new OcspResponder(root).undated();
                RunningServer server =
                        start("{ verify: true, allowed_clockskew: 0, cache_ttl_when_next_update_unset: 1 }")) {
            Certificates shown = fresh(undated.url());
            SSLContext remembering = own.presenting(shown);
            assertThat(comesIn(server, remembering, protocol)).isTrue();
            undated.say(shown, OcspResponder.REVOKED);
            await().until(() -> !comesIn(server, remembering, protocol));
        }
    }

    @Test
    @Rows("AU-17")
    void an_answer_that_somebody_else_signed_is_none() {
        try (OcspResponder stranger = new OcspResponder(Authority.root(folder, "stranger"));
                RunningServer server = start("{ verify: true }")) {
            assertThat(comesIn(server, fresh(stranger.url()))).isFalse();
        }
    }

    @Test
    @Rows({"AU-17", "CF-19"})
    void the_listener_of_websocket_asks_by_its_own_block() {
        Certificates good = fresh(responder.url());
        Certificates revoked = fresh(responder.url());
        responder.say(revoked, OcspResponder.REVOKED);
        String block = own.block(", verify: true, ca_file: \"" + root.file() + "\", ocsp_peer: true");
        try (RunningServer server = target.start("websocket { listen: \"127.0.0.1:-1\"\n" + block + "}\n")) {
            assertThat(upgrades(server, good)).isTrue();
            assertThat(upgrades(server, revoked)).isFalse();
        }
    }

    private static boolean upgrades(RunningServer server, Certificates shown) {
        try (WebPeer peer = WebPeer.dial(server, own.presenting(shown)).upgraded("")) {
            return peer.until("\r\n").startsWith("INFO");
        } catch (UncheckedIOException | IllegalStateException refused) {
            return false;
        }
    }

    @Test
    @Rows("CF-15")
    void who_asks_authorities_has_to_ask_for_certificates() {
        String config = own.block(", ocsp_peer: { verify: true }");
        assertThat(catchThrowable(() -> target.start(config).close()))
                .hasMessageContaining("OCSP peer verification for client connections requires TLS verify (mTLS)");
    }
}
