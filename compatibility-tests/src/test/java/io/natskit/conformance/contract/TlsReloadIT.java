// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reload changes of TLS. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record TlsReloadIT(Target target) implements Judged {
    private static final String PATIENT = ", timeout: 60";
    private static final String MONITORED = "http: \"127.0.0.1:-1\"\n";

    @TempDir
    static Path folder;

    private static Certificates own;
    private static Certificates other;
    private static Certificates client;

    @BeforeAll
    static void makeCertificates() {
        own = Certificates.make(folder, "own", "dns:localhost,ip:127.0.0.1");
        other = Certificates.make(folder, "other", "dns:localhost,ip:127.0.0.1");
        client = Certificates.make(folder, "client", "dns:client.nats.example");
    }

    private static Peer login(RunningServer server, SSLContext trusting) {
        Peer peer = Peer.dial(server);
        peer.info();
        peer.encrypt(trusting);
        peer.send("CONNECT {\"verbose\":false}\r\n");
        peer.fence();
        return peer;
    }

    @Test
    @Rows({"PR-03", "CF-15"})
    void other_certificates_are_shown_from_the_next_handshake_on() {
        try (RunningServer server = target.start(own.block(PATIENT));
                Peer stays = login(server, own.trusting())) {
            assertThat(server.reload(other.block(PATIENT))).isEmpty();
            stays.fence();
            login(server, other.trusting()).close();
            assertThatThrownBy(() -> login(server, own.trusting())).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    @Rows({"MO-02", "PR-03"})
    void monitoring_tells_until_when_the_certificate_holds() {
        try (RunningServer server = target.start(MONITORED + own.block(PATIENT))) {
            Monitor monitor = Monitor.of(server);
            assertThat(monitor.page("/varz"))
                    .containsEntry("tls_cert_not_after", own.validUntil().toString());
            assertThat(server.reload(MONITORED + other.block(PATIENT))).isEmpty();
            assertThat(monitor.page("/varz"))
                    .containsEntry("tls_cert_not_after", other.validUntil().toString());
            assertThat(server.reload(MONITORED)).isEmpty();
            assertThat(monitor.page("/varz")).doesNotContainKey("tls_cert_not_after");
        }
    }

    @Test
    @Rows("MO-02")
    void monitoring_tells_of_the_certificates_of_the_other_doors_too() {
        String config = MONITORED
                + "server_name: doors\njetstream { store_dir: \"${store}\" }\nwebsocket { listen: \"127.0.0.1:-1\"\n"
                + own.block("") + "}\nmqtt { listen: \"127.0.0.1:-1\"\n" + other.block("") + "}\n";
        try (RunningServer server = target.start(config)) {
            Map<String, Object> varz = Monitor.of(server).page("/varz");
            assertThat(varz).doesNotContainKey("tls_cert_not_after");
            assertThat(varz)
                    .extractingByKey("websocket", MAP)
                    .containsEntry("tls_cert_not_after", own.validUntil().toString());
            assertThat(varz)
                    .extractingByKey("mqtt", MAP)
                    .containsEntry("tls_cert_not_after", other.validUntil().toString());
        }
    }

    @Test
    @Rows({"PR-03", "CF-07"})
    void monitoring_shows_other_certificates_too() {
        String https = "https: \"127.0.0.1:-1\"\n";
        try (RunningServer server = target.start(https + own.block(PATIENT))) {
            assertThat(monitoring(server, own.trusting()).get("/varz").statusCode())
                    .isEqualTo(200);
            assertThat(server.reload(https + other.block(PATIENT))).isEmpty();
            assertThat(monitoring(server, other.trusting()).get("/varz").statusCode())
                    .isEqualTo(200);
        }
    }

    private static Monitor monitoring(RunningServer server, SSLContext trusting) {
        return Monitor.of(server, HttpClient.newBuilder().sslContext(trusting).build());
    }

    @Test
    @Rows({"PR-04", "CF-15"})
    void a_certificate_that_cannot_be_read_changes_nothing() {
        try (RunningServer server = target.start(own.block(PATIENT))) {
            assertThat(server.reload("max_payload: 10\n"
                            + own.block(PATIENT)
                                    .replace(
                                            own.certificate().toString(),
                                            folder.resolve("none").toString())))
                    .isNotEmpty();
            try (Peer peer = Peer.dial(server)) {
                assertThat(peer.info()).containsEntry("max_payload", 1024L * 1024);
            }
            login(server, own.trusting()).close();
        }
    }

    @Test
    @Rows({"PR-03", "CP-01"})
    void tls_begins_and_ends_for_those_who_come_from_then_on() {
        try (RunningServer server = target.start("");
                Peer plain = Peer.login(server)) {
            assertThat(server.reload(own.block(PATIENT))).isEmpty();
            plain.fence();
            try (Peer peer = Peer.dial(server)) {
                assertThat(peer.info()).containsEntry("tls_required", true);
            }
            try (Peer secured = login(server, own.trusting())) {
                assertThat(server.reload("")).isEmpty();
                secured.fence();
                Peer.login(server).close();
            }
        }
    }

    @Test
    @Rows({"PR-03", "AU-15"})
    void the_handshake_may_come_first_from_then_on() {
        try (RunningServer server = target.start(own.block(PATIENT))) {
            assertThat(server.reload(own.block(PATIENT + ", handshake_first: true")))
                    .isEmpty();
            try (Peer peer = Peer.dial(server)) {
                peer.encrypt(own.trusting());
                assertThat(peer.info()).containsEntry("tls_required", true);
            }
        }
    }

    @Test
    @Rows({"PR-03", "AU-14"})
    void who_is_not_pinned_any_more_has_to_leave() {
        String asking = PATIENT + ", verify: true, ca_file: \"" + client.certificate() + "\", pinned_certs: [\"";
        try (RunningServer server = target.start(own.block(asking + client.fingerprint() + "\"]"));
                Peer peer = login(server, own.presenting(client))) {
            assertThat(server.reload(own.block(asking + client.fingerprint() + "\", \"" + other.fingerprint() + "\"]")))
                    .isEmpty();
            peer.fence();
            assertThat(server.reload(own.block(asking + other.fingerprint() + "\"]")))
                    .isEmpty();
            assertThat(peer.word()).isNull();
        }
    }
}
