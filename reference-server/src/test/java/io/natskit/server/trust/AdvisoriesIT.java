// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import io.natskit.server.support.RawClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * NATS advisories; each test is named after its own. Others stand beside what they concern: CVE-2020-26521 (JwtTest), CVE-2020-28466, CVE-2021-3127, CVE-2026-33246 and
 * CVE-2026-33223 (SharingIT, ClaimedSharingIT), CVE-2022-26652 and CVE-2026-33222 (RestoreIT), CVE-2022-28357 (StorageTest), CVE-2022-42709 (ClaimedSharingIT),
 * CVE-2026-27571 and CVE-2026-27889 (WebSocketFramesIT), CVE-2026-33215 and CVE-2026-33217 (MqttIT), CVE-2026-33216 (MqttIT, MqttBlockIT), CVE-2026-33248
 * (DistinguishedNameTest), CVE-2020-26892 (OperatorModeIT).
 */
class AdvisoriesIT {
    private static final String SYSTEM_ACCOUNT = "accounts { $SYS { users: [{user: admin, password: secret}] } }\n";
    private static final int ROUNDS_MAX = 2_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization { }",
                "authorization { timeout: 2 }",
                "authorization { proxy_required: false }",
                "authorization { user: \"\", password: \"\" }",
                "authorization { users: [] }"
            })
    void cve_2023_47090_authorization_block_beside_the_system_account_closes_the_default_account(String block)
            throws IOException {
        try (NatsServer server =
                        NatsServer.builder().config(SYSTEM_ACCOUNT + block).start();
                RawClient stranger = RawClient.to(server);
                RawClient admin = RawClient.to(server)) {
            assertThat(stranger.greeting()).contains("\"auth_required\":true");
            stranger.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
            assertThat(stranger.untilClosed()).isEqualTo("-ERR 'Authorization Violation'\r\n");
            admin.send("CONNECT {\"verbose\":false,\"user\":\"admin\",\"pass\":\"secret\"}\r\nPING\r\n")
                    .expect("PONG");
        }
    }

    @Test
    void cve_2023_47090_system_account_alone_leaves_the_default_account_open_as_before() throws IOException {
        try (NatsServer server = NatsServer.builder().config(SYSTEM_ACCOUNT).start();
                RawClient stranger = RawClient.to(server)) {
            stranger.send("CONNECT {\"verbose\":false}\r\nPING\r\n").expect("PONG");
        }
    }

    private static NatsServer jetStream(String config) {
        return NatsServer.builder().config(config).jetStream().start();
    }

    /** The answer to a request, or the error line that refuses it; empty if there is none. */
    private static String ask(RawClient client, String subject, String payload) throws IOException {
        client.send("SUB _INBOX.ask 9\r\nUNSUB 9 1\r\nPUB " + subject + " _INBOX.ask " + payload.length() + "\r\n"
                + payload + "\r\n");
        for (int i = 0; i < ROUNDS_MAX; i++) {
            String heard = client.flush();
            if (!heard.isEmpty()) {
                return heard;
            }
        }
        return "";
    }

    @Test
    void cve_2026_33219_megabytes_before_connect_are_not_taken_in() throws IOException {
        try (NatsServer server = NatsServer.builder().token("secret").start()) {
            for (String beginning : new String[] {"CONNECT {\"name\":\"", "PUB a 1000000\r\n", "SUB ", "x"}) {
                try (RawClient client = RawClient.to(server)) {
                    String part = "y".repeat(1 << 20);
                    long sent = 0;
                    try {
                        client.send(beginning);
                        for (int i = 0; i < 64; i++) {
                            client.send(part);
                            sent += part.length();
                        }
                    } catch (IOException closed) {
                        assertThat(closed).isNotNull();
                    }
                    assertThat(sent).as(beginning).isLessThan(64L << 20);
                    assertThat(client.untilClosed()).as(beginning).doesNotContain("PONG");
                }
            }
            try (RawClient client = RawClient.to(server)) {
                client.send("CONNECT {\"verbose\":false,\"auth_token\":\"secret\"}\r\nPING\r\n")
                        .expect("PONG");
            }
        }
    }

    @Test
    void cve_2022_24450_the_account_that_connect_names_means_nothing() throws IOException {
        String config = "accounts { A { users: [{user: a, password: p}] }, B { users: [{user: b, password: p}] } }";
        try (NatsServer server = NatsServer.builder().config(config).start()) {
            for (String account : new String[] {"B", "$SYS", "$G", "NEW"}) {
                try (RawClient sly = RawClient.to(server)) {
                    sly.send("CONNECT {\"verbose\":false,\"user\":\"a\",\"pass\":\"p\",\"account\":\"" + account
                            + "\",\"new_account\":true}\r\nPING\r\n");
                    assertThat(sly.untilClosed()).as(account).isEqualTo("-ERR 'Authorization Violation'\r\n");
                }
            }
        }
    }

    @Test
    void cve_2022_29946_a_denied_subject_reaches_no_wider_subscription_and_no_queue() throws IOException {
        String config =
                "authorization { users: [ {user: a, password: p, permissions { subscribe { deny: [\"a.secret\", \"b.> q\"] } } },"
                        + " {user: free, password: p} ] }";
        try (NatsServer server = NatsServer.builder().config(config).start();
                RawClient bound = RawClient.to(server);
                RawClient free = RawClient.to(server)) {
            bound.send(
                    "CONNECT {\"verbose\":false,\"user\":\"a\",\"pass\":\"p\"}\r\nSUB a.* 1\r\nSUB a.* q 2\r\nSUB > 3\r\nSUB b.* q 4\r\nSUB *.x q 5\r\n");
            bound.flush();
            free.send(
                    "CONNECT {\"verbose\":false,\"user\":\"free\",\"pass\":\"p\"}\r\nPUB a.secret 0\r\n\r\nPUB a.open 0\r\n\r\nPUB b.x 0\r\n\r\n");
            free.flush();
            String heard = "";
            for (int i = 0; i < ROUNDS_MAX && !heard.contains("MSG b.x 3"); i++) {
                heard += bound.flush();
            }
            assertThat(heard)
                    .contains("MSG a.open 1 0", "MSG a.open 2 0", "MSG a.open 3 0", "MSG b.x 3 0")
                    .doesNotContain("a.secret", "MSG b.x 4", "MSG b.x 5");
        }
    }

    @Test
    void cve_2022_42708_numbers_out_of_range_are_errors_and_nothing_ends() throws IOException {
        try (NatsServer server = jetStream("");
                RawClient client = RawClient.loggedIn(server)) {
            for (String replicas : new String[] {"-1", "2147483648", "-2147483648", "9223372036854775807"}) {
                assertThat(ask(
                                client,
                                "$JS.API.STREAM.CREATE.S",
                                "{\"name\":\"S\",\"subjects\":[\"s\"],\"num_replicas\":" + replicas + "}"))
                        .as(replicas)
                        .contains("\"error\":{");
            }
            assertThat(ask(client, "$JS.API.STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s\"]}"))
                    .contains("\"did_create\":true");
            for (String offset : new String[] {"9223372036854775807", "-9223372036854775808", "2147483647", "-1"}) {
                for (String list :
                        new String[] {"STREAM.LIST", "STREAM.NAMES", "CONSUMER.LIST.S", "CONSUMER.NAMES.S"}) {
                    assertThat(ask(client, "$JS.API." + list, "{\"offset\":" + offset + "}"))
                            .as(list + " from " + offset)
                            .contains("MSG _INBOX.ask 9 ");
                }
                assertThat(ask(
                                client,
                                "$JS.API.STREAM.INFO.S",
                                "{\"subjects_filter\":\">\",\"offset\":" + offset + "}"))
                        .contains("MSG _INBOX.ask 9 ");
            }
            assertThat(ask(client, "$JS.API.STREAM.INFO.S", "")).contains("\"messages\":0");
            server.checkInvariants();
        }
    }

    @Test
    void cve_2025_30215_administrative_requests_of_an_ordinary_account_do_nothing() throws IOException {
        String config = SYSTEM_ACCOUNT
                + "accounts { A { jetstream: enabled, users: [{user: a, password: p}] }, B { jetstream: enabled, users: [{user: b, password: p}] } }";
        try (NatsServer server = jetStream(config.replace("}\naccounts {", ","));
                RawClient sly = RawClient.to(server);
                RawClient owner = RawClient.to(server)) {
            owner.send("CONNECT {\"verbose\":false,\"user\":\"b\",\"pass\":\"p\"}\r\n");
            sly.send("CONNECT {\"verbose\":false,\"user\":\"a\",\"pass\":\"p\"}\r\n");
            assertThat(ask(owner, "$JS.API.STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s\"]}"))
                    .contains("\"did_create\":true");
            for (String request : new String[] {
                "ACCOUNT.PURGE.B",
                "SERVER.REMOVE",
                "META.LEADER.STEPDOWN",
                "ACCOUNT.STREAM.MOVE.B.S",
                "ACCOUNT.STREAM.CANCEL_MOVE.B.S"
            }) {
                sly.send("SUB _INBOX.none 8\r\nPUB $JS.API." + request + " _INBOX.none 2\r\n{}\r\n");
                assertThat(sly.flush()).as(request).doesNotContain("\"success\":true", "\"initiated\":true");
            }
            assertThat(ask(owner, "$JS.API.STREAM.INFO.S", "")).contains("\"name\":\"S\"");
        }
    }
}
