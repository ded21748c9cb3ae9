// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.LoggedPort;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server shows, with its own certificate, what the certificate's authority says of it. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record OcspStaplingIT(Target target) implements Judged {
    private static final int PATIENCE_MILLIS = 30_000;

    @TempDir
    static Path folder;

    private static Authority root;
    private static OcspResponder responder;

    @BeforeAll
    static void makeAuthority() {
        root = Authority.root(folder, "root");
        responder = new OcspResponder(root);
    }

    @AfterAll
    static void stopResponder() {
        responder.close();
    }

    /** A certificate of a server; {@code demanding} that it be shown with its status. */
    private static Certificates fresh(String url, boolean demanding) {
        return root.issue("server-" + UUID.randomUUID(), "localhost", url, demanding);
    }

    private static String config(Certificates own, String more) {
        return own.block(", timeout: 60, handshake_first: true, ca_file: \"" + root.file() + "\"") + more + "\n";
    }

    private RunningServer start(Certificates own, String more) {
        return target.start(config(own, more));
    }

    /** The status that is shown at a handshake, by these protocols alone; "none" if there is none. */
    private static String shown(int port, SSLContext trusting, String... protocols) throws IOException {
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
            socket.startHandshake();
            List<byte[]> all = ((ExtendedSSLSession) socket.getSession()).getStatusResponses();
            return all.isEmpty() || all.get(0).length == 0 ? "none" : status(all.get(0));
        }
    }

    private static String status(byte[] answer) throws IOException {
        try {
            SingleResp only = ((BasicOCSPResp) new OCSPResp(answer).getResponseObject()).getResponses()[0];
            return only.getCertStatus() == null
                    ? "good"
                    : only.getCertStatus() instanceof RevokedStatus ? "revoked" : "unknown";
        } catch (OCSPException e) {
            throw new IOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', false, none",
        "'', true, good",
        "ocsp: true, false, none",
        "ocsp: true, true, good",
        "ocsp: false, true, none",
        "ocsp { mode: auto }, true, good",
        "ocsp { mode: MUST }, false, none",
        "ocsp { mode: must }, true, good",
        "ocsp { mode: always }, false, good",
        "ocsp { mode: never }, true, none"
    })
    @Rows({"AU-17", "CF-15"})
    void the_mode_and_the_certificate_say_whether_its_status_is_shown(String mode, boolean demanding, String status)
            throws IOException {
        Certificates own = fresh(responder.url(), demanding);
        try (RunningServer server = start(own, mode)) {
            assertThat(shown(server.port(), own.trusting())).isEqualTo(status);
            if (!status.equals("none")) {
                await().untilAsserted(() -> assertThat(server.log())
                        .contains("OCSP Stapling enabled for Client connections")
                        .contains("Found OCSP status for Client certificate at '" + own.certificate() + "': good"));
            }
            // of this JVM, where the server is embedded
            assertThat(System.getProperties()).doesNotContainKey("jdk.tls.server.enableStatusRequestExtension");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @Rows("AU-17")
    void a_client_that_insists_needs_to_ask_nobody(String protocol) throws IOException, GeneralSecurityException {
        OcspResponder own = new OcspResponder(root);
        Certificates shown = fresh(own.url(), true);
        try (RunningServer server = start(shown, "")) {
            own.close();
            assertThat(shown(server.port(), insisting(), protocol)).isEqualTo("good");
        }
    }

    /** Takes no certificate of which it does not know that it holds. */
    private static SSLContext insisting() throws GeneralSecurityException {
        PKIXRevocationChecker checker =
                (PKIXRevocationChecker) CertPathValidator.getInstance("PKIX").getRevocationChecker();
        checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.NO_FALLBACK));
        PKIXBuilderParameters rules =
                new PKIXBuilderParameters(Set.of(new TrustAnchor(root.certificate(), null)), new X509CertSelector());
        rules.addCertPathChecker(checker);
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(new CertPathTrustManagerParameters(rules));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    static Stream<String> ending() {
        return Stream.of("ocsp { mode: always }", "ocsp { mode: must }");
    }

    @ParameterizedTest
    @MethodSource("ending")
    @Rows("AU-17")
    void a_server_whose_certificate_is_revoked_does_not_start(String mode) {
        Certificates own = fresh(responder.url(), true);
        responder.say(own, OcspResponder.REVOKED);
        assertThat(catchThrowable(() -> start(own, mode).close()))
                .hasMessageContaining(
                        "found existing OCSP status for certificate at '" + own.certificate() + "': revoked");
    }

    @ParameterizedTest
    @MethodSource("ending")
    @Rows("AU-17")
    void a_server_whose_certificate_is_revoked_later_ends(String mode) {
        try (OcspResponder brief = new OcspResponder(root).lasting(Duration.ofSeconds(2))) {
            Certificates own = fresh(brief.url(), true);
            try (RunningServer server = start(own, mode)) {
                brief.say(own, OcspResponder.REVOKED);
                // "Received", or "Found" where the start took longer than the first answer holds
                await().untilAsserted(() -> assertThat(server.log()).contains("'" + own.certificate() + "': revoked"));
                await().until(() -> catchThrowable(() -> shown(server.port(), own.trusting())) != null);
            }
        }
    }

    @Test
    @Rows("AU-17")
    void without_a_mode_a_revoked_certificate_is_shown_as_such() throws IOException {
        Certificates own = fresh(responder.url(), true);
        responder.say(own, OcspResponder.REVOKED);
        try (RunningServer server = start(own, "")) {
            assertThat(shown(server.port(), own.trusting())).isEqualTo("revoked");
            await().untilAsserted(() -> assertThat(server.log())
                    .contains("Received OCSP status for Client certificate '" + own.certificate() + "': revoked"));
            assertThat(shown(server.port(), own.trusting())).isEqualTo("revoked");
        }
    }

    @Test
    @Rows("AU-17")
    void a_status_that_cannot_be_had_keeps_the_server_from_starting() {
        OcspResponder stopped = new OcspResponder(root);
        stopped.close();
        String problem = "bad OCSP status update for certificate at '";
        assertThat(catchThrowable(() -> start(fresh(stopped.url(), true), "").close()))
                .hasMessageContaining(problem)
                .hasMessageContaining("exhausted ocsp servers");
        assertThat(catchThrowable(() -> start(fresh(null, true), "").close()))
                .hasMessageContaining(problem)
                .hasMessageContaining("no available ocsp servers");
        try (OcspResponder stranger = new OcspResponder(Authority.root(folder, "stranger"))) {
            assertThat(catchThrowable(
                            () -> start(fresh(stranger.url(), true), "").close()))
                    .hasMessageContaining(problem);
        }
    }

    @Test
    @Rows("AU-17")
    void a_status_that_has_ended_is_not_shown_and_nobody_comes_in_without_one() {
        OcspResponder brief = new OcspResponder(root).lasting(Duration.ofSeconds(2));
        Certificates own = fresh(brief.url(), true);
        try (RunningServer server = start(own, "")) {
            brief.close();
            await().untilAsserted(() -> assertThat(server.log()).contains("Bad OCSP status update for certificate '"));
            await().until(() -> catchThrowable(() -> shown(server.port(), own.trusting())) != null);
        }
    }

    @Test
    @Rows({"AU-17", "CF-15"})
    void the_configuration_may_say_whom_to_ask_and_the_store_keeps_what_was_said() throws IOException {
        OcspResponder asked = new OcspResponder(root);
        Certificates own = fresh(null, true);
        Path store = Files.createTempDirectory(folder, "store");
        String more = "ocsp { mode: always, url: \"" + asked.url() + "\" }\nstore_dir: \"" + store + "\"";
        try (RunningServer server = start(own, more)) {
            assertThat(shown(server.port(), own.trusting())).isEqualTo("good");
        }
        asked.close();
        try (Stream<Path> kept = Files.list(store.resolve("ocsp"))) {
            assertThat(kept)
                    .hasSize(1)
                    .allMatch(file -> file.getFileName().toString().length() == 64);
        }
        try (RunningServer server = start(own, more)) {
            assertThat(shown(server.port(), own.trusting())).isEqualTo("good");
        }
    }

    /** A certificate that is shown together with its issuer's, whom nobody has to know beforehand. */
    private static Certificates chained(Authority middle, OcspResponder of, String dns) {
        return middle.issue("door-" + UUID.randomUUID(), dns, of.url(), true);
    }

    @Test
    @Rows({"AU-17", "CF-19"})
    void the_listener_of_websocket_shows_the_status_of_its_own_certificate() throws IOException {
        Authority middle = root.below("middle");
        try (OcspResponder of = new OcspResponder(middle)) {
            Certificates own = chained(middle, of, "localhost");
            try (RunningServer server =
                    target.start("websocket { listen: \"127.0.0.1:-1\"\n" + own.block(", timeout: 60") + "}\n")) {
                assertThat(shown(LoggedPort.WEBSOCKET.of(server), own.trusting()))
                        .isEqualTo("good");
            }
        }
    }

    @Test
    @Rows({"AU-17", "CF-20"})
    void the_listener_of_mqtt_shows_the_status_of_its_own_certificate() throws IOException {
        Authority middle = root.below("middle");
        try (OcspResponder of = new OcspResponder(middle)) {
            Certificates own = chained(middle, of, "localhost");
            try (RunningServer server = target.start("server_name: here\njetstream { store_dir: \"${store}\" }\n"
                    + "mqtt { listen: \"127.0.0.1:-1\"\n" + own.block(", timeout: 60") + "}\n")) {
                assertThat(shown(LoggedPort.MQTT.of(server), own.trusting())).isEqualTo("good");
                assertThat(shown(LoggedPort.MQTT.of(server), own.trusting(), "TLSv1.2"))
                        .isEqualTo("good");
            }
        }
    }

    @Test
    @Rows({"AU-17", "MO-01"})
    void monitoring_over_https_shows_the_status_of_the_clients_certificate() throws IOException {
        Certificates own = fresh(responder.url(), true);
        try (RunningServer server = start(own, "https: \"127.0.0.1:-1\"")) {
            assertThat(shown(Monitor.of(server).port(), own.trusting())).isEqualTo("good");
            assertThat(shown(Monitor.of(server).port(), own.trusting(), "TLSv1.2"))
                    .isEqualTo("good");
        }
    }

    private static String pair(Certificates one) {
        return "{ cert_file: \"" + one.certificate() + "\", key_file: \"" + one.key() + "\" }";
    }

    /** A server with several certificates. */
    private RunningServer start(String mode, Certificates... all) {
        return target.start("tls { timeout: 60, handshake_first: true, certs: ["
                + Stream.of(all).map(OcspStaplingIT::pair).collect(Collectors.joining(", ")) + "] }\n" + mode + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ocsp { mode: always }"})
    @Rows({"AU-17", "CF-15"})
    void of_several_certificates_the_one_that_is_shown_comes_with_its_status(String mode) throws IOException {
        Authority middle = root.below("middle");
        try (OcspResponder of = new OcspResponder(middle)) {
            Certificates other = chained(middle, of, "other.example");
            Certificates own = chained(middle, of, "localhost");
            try (RunningServer server = start(mode, other, own)) {
                assertThat(shown(server.port(), own.trusting())).isEqualTo("good");
                assertThat(shown(server.port(), own.trusting(), "TLSv1.2")).isEqualTo("good");
                // each for the name that is asked for, where nats-server shows the last one to everybody
                boolean ours = target.family().equals("natskit");
                assertThat(served(server.port(), own.trusting(), "other.example"))
                        .isEqualTo(ours ? other.serial() + " good" : own.serial() + " good");
            }
        }
    }

    /** The number of the certificate that a name gets, and the status that it comes with. */
    private static String served(int port, SSLContext trusting, String name) throws IOException {
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            SSLParameters asking = socket.getSSLParameters();
            asking.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(asking);
            socket.startHandshake();
            ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
            List<byte[]> all = session.getStatusResponses();
            return ((X509Certificate) session.getPeerCertificates()[0]).getSerialNumber() + " "
                    + (all.isEmpty() || all.get(0).length == 0 ? "none" : status(all.get(0)));
        }
    }

    @Test
    @Rows({"AU-17", "CF-15"})
    void a_status_by_another_digest_than_was_asked_for_is_shown_by_none_of_ours() throws IOException {
        Authority middle = root.below("middle");
        try (OcspResponder of = new OcspResponder(middle);
                OcspResponder other = new OcspResponder(middle).bySha256()) {
            Certificates first = chained(middle, of, "other.example");
            Certificates own = chained(middle, other, "localhost");
            if (target.family().equals("natskit")) {
                assertThat(catchThrowable(() -> start("", first, own).close()))
                        .hasMessageContaining("bad OCSP status update for certificate at '" + own.certificate() + "': ")
                        .hasMessageContaining("not taken by the JDK (expected: one by SHA-1, as it was asked for)");
            } else {
                try (RunningServer server = start("", first, own)) {
                    assertThat(shown(server.port(), own.trusting())).isEqualTo("good");
                }
            }
        }
    }

    @Test
    @Rows({"AU-17", "CF-15"})
    void one_of_several_certificates_that_is_revoked_ends_the_server() {
        Authority middle = root.below("middle");
        try (OcspResponder of = new OcspResponder(middle)) {
            Certificates other = chained(middle, of, "other.example");
            Certificates own = chained(middle, of, "localhost");
            of.say(own, OcspResponder.REVOKED);
            assertThat(catchThrowable(
                            () -> start("ocsp { mode: always }", other, own).close()))
                    .hasMessageContaining("found existing OCSP status for certificate at '")
                    .hasMessageContaining("': revoked");
        }
    }

    @Test
    @Rows({"AU-17", "PR-03"})
    void a_reload_changes_the_mode_and_the_certificate() throws IOException {
        Certificates first = fresh(responder.url(), false);
        Certificates second = fresh(responder.url(), true);
        try (RunningServer server = start(first, "")) {
            assertThat(server.reload(config(first, "ocsp { mode: always }"))).isEmpty();
            assertThat(shown(server.port(), first.trusting())).isEqualTo("good");
            await().untilAsserted(() -> assertThat(server.log()).contains("Reloaded: OCSP"));
            assertThat(server.reload(config(second, ""))).isEmpty();
            assertThat(shown(server.port(), second.trusting())).isEqualTo("good");
            assertThat(server.reload(config(second, "ocsp: false"))).isEmpty();
            assertThat(shown(server.port(), second.trusting())).isEqualTo("none");
            await().untilAsserted(() -> assertThat(server.log())
                    .contains("Certificate at '" + second.certificate() + "' has MustStaple but OCSP is disabled"));
        }
    }
}
