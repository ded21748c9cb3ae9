// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.TlsOptions;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a listener may ask of those who encrypt: when, with which certificate, by which version, how often. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record TlsListenerIT(Target target) implements Judged {
    private static final String PATIENT = ", timeout: 60";
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Certificates own;
    private static Certificates other;
    private static Certificates byEmail;
    private static Certificates byName;
    private static Certificates bySubject;

    @BeforeAll
    static void makeCertificates() {
        own = Certificates.make(folder, "own", "dns:localhost,ip:127.0.0.1");
        other = Certificates.make(folder, "other", "dns:elsewhere.example");
        byEmail = Certificates.make(folder, "email", "email:ada@nats.example,dns:nobody.example");
        byName = Certificates.make(folder, "name", "dns:grace.nats.example");
        bySubject =
                Certificates.make(folder, "subject", "", "CN=Alan Turing, OU=Computing, O=\"Bletchley, Park\", C=GB");
    }

    /** A listener that asks for certificates of that one's. */
    private static String asking(Certificates client, String more) {
        return own.block(PATIENT + ", ca_file: \"" + client.certificate() + "\"" + more);
    }

    private static void login(Peer peer, String fields) {
        peer.send("CONNECT {\"verbose\":false" + fields + "}\r\nPING\r\n");
    }

    @Test
    @Rows({"AU-15", "CF-15"})
    void tls_first_says_nothing_in_clear_and_info_behind_the_handshake() {
        try (RunningServer server = target.start(own.block(PATIENT + ", handshake_first: true"))) {
            try (Peer peer = Peer.dial(server)) {
                peer.encrypt(own.trusting());
                assertThat(peer.info()).containsEntry("tls_required", true);
                login(peer, "");
                assertThat(peer.line()).isEqualTo("PONG");
            }
            try (Peer clear = Peer.dial(server)) {
                clear.send("CONNECT {}\r\nPING\r\n");
                assertThat(clear.line()).isNull();
            }
            try (Connection connection = Nats.connect(o -> o.servers(server.url())
                    .servers(s -> s.connectTimeout(LONG))
                    .tls(t -> t.mode(TlsOptions.Mode.FIRST).caFile(own.certificate())))) {
                connection.flush();
            }
        }
    }

    @Test
    @Rows({"AU-15", "CF-15"})
    void with_auto_who_is_silent_is_greeted_and_may_upgrade_as_ever() {
        for (String first : new String[] {"auto", "\"250ms\""}) {
            try (RunningServer server = target.start(own.block(PATIENT + ", handshake_first: " + first));
                    Peer late = Peer.dial(server);
                    Peer early = Peer.dial(server)) {
                early.encrypt(own.trusting());
                assertThat(early.info()).containsEntry("tls_required", true);
                assertThat(late.info()).containsEntry("tls_required", true);
                late.encrypt(own.trusting());
                login(late, "");
                assertThat(late.line()).isEqualTo("PONG");
            }
        }
    }

    @Test
    @Rows({"AU-16", "CF-15", "CP-01"})
    void where_clear_is_allowed_info_says_that_tls_is_there_and_the_client_chooses() {
        try (RunningServer server = target.start("allow_non_tls: true\n" + own.block(PATIENT));
                Peer clear = Peer.dial(server);
                Peer secure = Peer.dial(server)) {
            assertThat(clear.info()).containsEntry("tls_available", true).doesNotContainKey("tls_required");
            login(clear, "");
            assertThat(clear.line()).isEqualTo("PONG");
            secure.info();
            secure.encrypt(own.trusting());
            login(secure, "");
            assertThat(secure.line()).isEqualTo("PONG");
        }
    }

    @Test
    @Rows({"AU-13", "CF-15"})
    void the_certificate_says_who_it_is_by_email_name_or_subject() {
        String users = "authorization { users: [\n"
                + " {user: \"ada@nats.example\", permissions: {publish: [\"email\"]}}\n"
                + " {user: \"grace.nats.example\", permissions: {publish: [\"name\"]}}\n"
                + " {user: \"CN=Alan Turing,OU=Computing,O=Bletchley\\\\, Park,C=GB\", permissions: {publish: [\"subject\"]}}\n"
                + "] }\n";
        for (Map.Entry<Certificates, String> one :
                Map.of(byEmail, "email", byName, "name", bySubject, "subject").entrySet()) {
            try (RunningServer server = target.start(users + asking(one.getKey(), ", verify_and_map: true"));
                    Peer peer = Peer.dial(server)) {
                assertThat(peer.info()).containsEntry("tls_verify", true).containsEntry("auth_required", true);
                peer.encrypt(own.presenting(one.getKey()));
                login(peer, "");
                assertThat(peer.line()).as(one.getValue()).isEqualTo("PONG");
                peer.send("PUB " + one.getValue() + " 0\r\n\r\nPUB else 0\r\n\r\nPING\r\n");
                assertThat(peer.line()).isEqualTo("-ERR 'Permissions Violation for Publish to \"else\"'");
                assertThat(peer.line()).isEqualTo("PONG");
            }
        }
    }

    @Test
    @Rows({"AU-13", "CP-25"})
    void parts_of_the_subject_may_stand_in_another_order_and_no_part_may_be_missing() {
        String reordered =
                "authorization { users: [{user: \"C=GB,O=Bletchley\\\\, Park,OU=Computing,CN=Alan Turing\"}] }\n";
        String shorter = "authorization { users: [{user: \"CN=Alan Turing,OU=Computing,C=GB\"}] }\n";
        try (RunningServer server = target.start(reordered + asking(bySubject, ", verify_and_map: true"));
                Peer peer = Peer.dial(server)) {
            peer.info();
            peer.encrypt(own.presenting(bySubject));
            login(peer, ", \"user\": \"somebody else\"");
            assertThat(peer.line()).isEqualTo("PONG");
        }
        try (RunningServer server = target.start(shorter + asking(bySubject, ", verify_and_map: true"));
                Peer peer = Peer.dial(server)) {
            peer.info();
            peer.encrypt(own.presenting(bySubject));
            login(peer, ", \"user\": \"CN=Alan Turing,OU=Computing,C=GB\"");
            assertThat(peer.line()).isEqualTo("-ERR 'Authorization Violation'");
        }
    }

    @Test
    @Rows({"AU-14", "CP-31"})
    void only_keys_that_are_pinned_come_in() {
        String pinned =
                ", verify: true, pinned_certs: [\"" + byName.fingerprint().toUpperCase(Locale.ROOT) + "\"]";
        try (RunningServer server = target.start("debug: true\n" + asking(byName, pinned));
                Peer peer = Peer.dial(server)) {
            peer.info();
            peer.encrypt(own.presenting(byName));
            login(peer, "");
            assertThat(peer.line()).isEqualTo("PONG");
        }
        try (RunningServer server = target.start("debug: true\n" + asking(byEmail, pinned));
                Peer peer = Peer.dial(server)) {
            peer.info();
            try {
                peer.encrypt(own.presenting(byEmail));
                assertThat(peer.line()).isNull();
            } catch (UncheckedIOException refusedAlready) {
                // the server closes as soon as it has seen the certificate
            }
            await().untilAsserted(() -> assertThat(server.log())
                    .contains(
                            "certificate not pinned", "Failed pinned cert test for key id: " + byEmail.fingerprint()));
        }
    }

    @Test
    @Rows("CF-15")
    void who_speaks_an_older_version_than_asked_for_is_refused() {
        try (RunningServer server = target.start(own.block(PATIENT + ", min_version: \"1.3\""));
                Peer older = Peer.dial(server);
                Peer newer = Peer.dial(server)) {
            older.info();
            assertThatThrownBy(() -> older.encrypt(own.trusting(), "TLSv1.2")).isInstanceOf(UncheckedIOException.class);
            newer.info();
            newer.encrypt(own.trusting(), "TLSv1.3");
            login(newer, "");
            assertThat(newer.line()).isEqualTo("PONG");
        }
    }

    @Test
    @Rows("CF-15")
    void the_suites_of_version_1_2_are_for_choosing() {
        String suite = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        try (RunningServer server =
                        target.start("debug: true\n" + own.block(PATIENT + ", cipher_suites: [\"" + suite + "\"]"));
                Peer peer = Peer.dial(server)) {
            peer.info();
            peer.encrypt(own.trusting(), "TLSv1.2");
            login(peer, "");
            assertThat(peer.line()).isEqualTo("PONG");
            await().untilAsserted(() -> assertThat(server.log()).contains("TLS version 1.2, cipher suite " + suite));
        }
    }

    @Test
    @Rows("CF-15")
    void of_several_certificates_a_client_gets_the_one_for_the_name_it_asks_for() {
        String block = "tls { timeout: 60, certs: [\n"
                + " {cert_file: \"" + other.certificate() + "\", key_file: \"" + other.key() + "\"}\n"
                + " {cert_file: \"" + own.certificate() + "\", key_file: \"" + own.key() + "\"}\n] }\n";
        try (RunningServer server = target.start(block)) {
            for (Certificates one : new Certificates[] {own, other}) {
                try (Connection connection =
                        Nats.connect(o -> o.servers(server.url().replace("nats:", "tls:"))
                                .servers(s -> s.connectTimeout(LONG))
                                .tls(t -> t.caFile(one.certificate())
                                        .serverName(one == own ? "localhost" : "elsewhere.example")))) {
                    connection.flush();
                }
            }
        }
    }

    @Test
    @Rows({"AU-18", "CP-25"})
    void handshakes_beyond_the_rate_are_sent_away() {
        try (RunningServer server = target.start(own.block(PATIENT + ", connection_rate_limit: 1"))) {
            boolean throttled = false;
            for (int i = 0; i < 50 && !throttled; i++) {
                try (Peer peer = Peer.dial(server)) {
                    peer.info();
                    String line = peer.lineWithin(Duration.ofMillis(200));
                    throttled = "-ERR 'Connection throttling is active. Please try again later.'".equals(line);
                }
            }
            assertThat(throttled).as("throttled").isTrue();
        }
    }
}
