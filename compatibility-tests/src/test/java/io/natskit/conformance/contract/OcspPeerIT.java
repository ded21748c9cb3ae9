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
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authorities are asked whether the certificates that clients show still hold. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record OcspPeerIT(Target target) implements Judged {
    /** Answers may take their time where everything does. */
    private static final String VERIFY = "verify: true, ca_timeout: 30";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Where nothing is left behind. */
    private static final String KEPT = "ocsp_cache { local_store: \"${store}\" }\n";

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
        return target.start("debug: true\n" + KEPT
                + own.block(", timeout: 60, verify: true, ca_file: \"" + root.file() + "\", ocsp_peer: " + peers));
    }

    /** A certificate that nobody has asked about before. */
    private static Certificates fresh(String url) {
        return root.issue("client-" + UUID.randomUUID(), "ada.example", url);
    }

    private static boolean comesIn(RunningServer server, Certificates shown) {
        return Peer.comesIn(server, own.presenting(shown));
    }

    @Test
    @Rows({"AU-17", "CF-15"})
    void who_shows_a_revoked_or_unknown_certificate_stays_out() {
        Certificates good = fresh(responder.url());
        Certificates revoked = fresh(responder.url());
        Certificates unknown = fresh(responder.url());
        responder.say(revoked, OcspResponder.REVOKED);
        responder.say(unknown, OcspResponder.UNKNOWN);
        try (RunningServer server = start("{ " + VERIFY + " }")) {
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
        try (RunningServer server = start("{ " + VERIFY + " }")) {
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
        try (RunningServer server = start("{ " + VERIFY + ", unknown_is_good: true }")) {
            assertThat(comesIn(server, unknown)).isTrue();
            assertThat(comesIn(server, revoked)).isFalse();
        }
        try (RunningServer server = start("{ " + VERIFY + ", warn_only: true }")) {
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
        try (RunningServer server = start("{ " + VERIFY + ", warn_only: true }")) {
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
                        start("{ " + VERIFY + ", allowed_clockskew: 0, cache_ttl_when_next_update_unset: 5 }")) {
            Certificates shown = fresh(undated.url());
            SSLContext remembering = own.presenting(shown);
            // an answer that has ended before anybody could look at it lets nobody in
            await().atMost(PATIENCE).until(() -> Peer.comesIn(server, remembering, protocol));
            undated.say(shown, OcspResponder.REVOKED);
            await().atMost(PATIENCE).until(() -> !Peer.comesIn(server, remembering, protocol));
        }
    }

    @Test
    @Rows("AU-17")
    void an_answer_that_somebody_else_signed_is_none() {
        try (OcspResponder stranger = new OcspResponder(Authority.root(folder, "stranger"));
                RunningServer server = start("{ " + VERIFY + " }")) {
            assertThat(comesIn(server, fresh(stranger.url()))).isFalse();
        }
    }

    @Test
    @Rows("AU-17")
    void an_answer_by_another_digest_than_was_asked_for_is_none_to_ours() {
        try (OcspResponder other = new OcspResponder(root).bySha256();
                RunningServer server = start("{ " + VERIFY + " }")) {
            boolean taken = !target.family().equals("natskit");
            assertThat(comesIn(server, fresh(other.url()))).isEqualTo(taken);
        }
    }

    @Test
    @Rows({"AU-17", "CF-19"})
    void the_listener_of_websocket_asks_by_its_own_block() {
        Certificates good = fresh(responder.url());
        Certificates revoked = fresh(responder.url());
        responder.say(revoked, OcspResponder.REVOKED);
        String block = own.block(", verify: true, ca_file: \"" + root.file() + "\", ocsp_peer: { " + VERIFY + " }");
        try (RunningServer server = target.start(
                KEPT + "websocket { listen: \"127.0.0.1:-1\", handshake_timeout: \"60s\"\n" + block + "}\n")) {
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
    @Rows({"AU-17", "CF-20"})
    void the_listener_of_mqtt_asks_where_the_client_port_does() {
        Certificates good = fresh(responder.url());
        Certificates revoked = fresh(responder.url());
        responder.say(revoked, OcspResponder.REVOKED);
        String block = own.block(
                ", timeout: 60, verify: true, ca_file: \"" + root.file() + "\", ocsp_peer: { " + VERIFY + " }");
        try (RunningServer server = target.start(KEPT + "server_name: here\njetstream { store_dir: \"${store}\" }\n"
                + block + "mqtt { listen: \"127.0.0.1:-1\"\n" + block + "}\n")) {
            assertThat(speaksMqtt(server, good)).isTrue();
            assertThat(speaksMqtt(server, revoked)).isFalse();
        }
    }

    private static boolean speaksMqtt(RunningServer server, Certificates shown) {
        try (MqttPeer peer = MqttPeer.dial(server, own.presenting(shown))) {
            return peer.connect("ada", MqttPeer.CLEAN, 0).heard().equals("20 00 00");
        } catch (UncheckedIOException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false", "'\"2h\"', true"})
    @Rows({"AU-17", "CF-15"})
    void how_far_clocks_may_differ_is_for_the_options_to_say(String skew, boolean comesIn) {
        try (OcspResponder slow = new OcspResponder(root).aged(Duration.ofMinutes(65));
                RunningServer server = start("{ " + VERIFY + ", allowed_clockskew: " + skew + " }")) {
            assertThat(comesIn(server, fresh(slow.url()))).isEqualTo(comesIn);
        }
    }

    @ParameterizedTest
    @CsvSource({"60, false", "7200, true"})
    @Rows({"AU-17", "CF-15"})
    void how_long_an_answer_holds_that_does_not_say_is_for_the_options_to_say(long seconds, boolean comesIn) {
        try (OcspResponder undated = new OcspResponder(root).undated().aged(Duration.ofMinutes(45));
                RunningServer server = start("{ " + VERIFY + ", cache_ttl_when_next_update_unset: " + seconds + " }")) {
            assertThat(comesIn(server, fresh(undated.url()))).isEqualTo(comesIn);
        }
    }

    private static final String ACCOUNTS = """
            allow_non_tls: true
            accounts { A { users: [{user: a, password: p}] }, SYS { users: [{user: s, password: p}] } }
            system_account: SYS
            """;

    /** A server whose system account may be looked into in clear. */
    private RunningServer told(String peers) {
        return target.start(ACCOUNTS
                + KEPT
                + own.block(", timeout: 60, verify: true, ca_file: \"" + root.file() + "\", ocsp_peer: " + peers));
    }

    static Stream<Arguments> faults() {
        OcspResponder stopped = new OcspResponder(root);
        stopped.close();
        Authority delegate = root.below("delegate");
        return Stream.of(
                Arguments.of("Invalid OCSP response status: revoked", telling(OcspResponder.REVOKED)),
                Arguments.of("Invalid OCSP response status: unknown", telling(OcspResponder.UNKNOWN)),
                Arguments.of("Failed OCSP response fetch", stopped),
                Arguments.of("Failed OCSP response parse", new OcspResponder(Authority.root(folder, "another"))),
                Arguments.of(
                        "OCSP response not in effectivity window", new OcspResponder(root).aged(Duration.ofHours(3))),
                Arguments.of("Invalid OCSP response delegation: ", new OcspResponder(root).signing(delegate)));
    }

    private static OcspResponder telling(CertificateStatus ofEach) {
        return new OcspResponder(root).saying(ofEach);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    @Rows("SY-11")
    void whom_an_authority_keeps_out_is_told_to_the_system_account(String reason, OcspResponder says) {
        try (says;
                RunningServer server = told("{ " + VERIFY + " }");
                Asker s = Asker.login(server, "s")) {
            s.listen("$SYS.SERVER.*.OCSP.PEER.>");
            Certificates shown = fresh(says.url());
            assertThat(comesIn(server, shown)).isFalse();

            Asker.Message link = s.hear();
            assertThat(link.subject()).endsWith(".OCSP.PEER.LINK.INVALID");
            Map<String, Object> invalid = link.json();
            assertThat(invalid)
                    .containsOnlyKeys("type", "id", "timestamp", "link", "peer", "server", "reason")
                    .containsEntry("type", "io.nats.server.advisory.v1.ocsp_peer_link_invalid")
                    .containsEntry("link", shown.described())
                    .containsEntry("peer", shown.described());
            assertThat(String.valueOf(invalid.get("reason"))).startsWith(reason);
            Asker.Message reject = s.hear();
            Map<String, Object> refused = reject.json();
            assertThat(refused)
                    .containsOnlyKeys("type", "id", "timestamp", "kind", "peer", "server", "reason")
                    .containsEntry("type", "io.nats.server.advisory.v1.ocsp_peer_reject")
                    .containsEntry("kind", "Client")
                    .containsEntry("peer", shown.described())
                    .containsEntry("reason", "client not OCSP valid");
            assertThat(reject.subject())
                    .isEqualTo(
                            "$SYS.SERVER." + ((Map<?, ?>) refused.get("server")).get("id") + ".OCSP.PEER.CONN.REJECT");
        }
    }

    @Test
    @Rows("SY-11")
    void the_certificate_of_a_chain_that_does_not_hold_is_told_beside_the_peers() {
        Authority middle = root.below("middle", responder.url());
        responder.say(middle, OcspResponder.REVOKED);
        Certificates shown = middle.issue("client-" + UUID.randomUUID(), "ada.example", null);
        try (RunningServer server = told("{ " + VERIFY + " }");
                Asker s = Asker.login(server, "s")) {
            s.listen("$SYS.SERVER.*.OCSP.PEER.>");
            assertThat(comesIn(server, shown)).isFalse();
            assertThat(s.hear().json())
                    .containsEntry("link", Certificates.described(middle.certificate()))
                    .containsEntry("peer", shown.described());
            assertThat(s.hear().json()).containsEntry("peer", shown.described());
        }
    }

    @Test
    @Rows("SY-11")
    void nothing_is_told_of_whom_is_only_warned_about() {
        Certificates revoked = fresh(responder.url());
        responder.say(revoked, OcspResponder.REVOKED);
        try (RunningServer server = told("{ " + VERIFY + ", warn_only: true }");
                Asker s = Asker.login(server, "s")) {
            s.listen("$SYS.SERVER.*.OCSP.PEER.>");
            // whom nobody was told of has to log in like everybody
            assertThat(comesIn(server, revoked)).isFalse();
            await().untilAsserted(() -> assertThat(server.log()).contains("but WarnOnly is true so allowing"));
            assertThat(s.silence()).isNull();
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
