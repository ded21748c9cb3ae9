// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows AU-01 to AU-07, AC-01 and CP-21 over raw sockets; whoever extends it says which server is judged. */
abstract class AuthorizationContract {
    private static final String VIOLATION = "-ERR 'Authorization Violation'\r\n" + RawClient.CLOSED;
    private static final String HASH = OpenBSDBCrypt.generate(
            "2a", "secret".getBytes(StandardCharsets.UTF_8), "0123456789abcdef".getBytes(StandardCharsets.US_ASCII), 4);

    private final ArrayDeque<RawClient> clients = new ArrayDeque<>();

    /** Starts the server under test with this configuration and answers its port; it ends after the test. */
    abstract int start(String configuration);

    /** What the server says to {@code SUB foo.>} where {@code foo.*} is allowed. */
    abstract String answerToWiderSubscription();

    @AfterEach
    void closeClients() {
        clients.forEach(RawClient::close);
    }

    @Test
    void a_user_logs_in_by_name_and_password_and_by_nothing_else() {
        int port = start("authorization { user: a, password: b }");
        assertThat(client(port).info()).contains("\"auth_required\":true");
        assertThat(client(port).connect(user("a", "b"))).isEmpty();
        for (String fields : List.of(user("a", "c"), user("", "b"), user("x", "b"), "", token("b"))) {
            assertThat(client(port).connect(fields)).as(fields).isEqualTo(VIOLATION);
        }
        assertThat(client(port).exchange("PUB a 0\r\n\r\n")).isEqualTo(VIOLATION);
    }

    @Test
    void a_token_logs_in_as_a_token_only() {
        int port = start("authorization { token: t }");
        assertThat(client(port).connect(token("t"))).isEmpty();
        for (String fields : List.of(token("x"), user("t", ""), user("", "t"), "")) {
            assertThat(client(port).connect(fields)).as(fields).isEqualTo(VIOLATION);
        }
    }

    @Test
    void a_bcrypt_hash_is_no_password_and_its_password_is() {
        int port = start("authorization { users: [{user: a, password: \"" + HASH + "\"}, {user: p, password: q}] }");
        assertThat(client(port).connect(user("a", "secret"))).isEmpty();
        assertThat(client(port).connect(user("a", "secret"))).isEmpty();
        assertThat(client(port).connect(user("a", "other"))).isEqualTo(VIOLATION);
        assertThat(client(port).connect(user("a", HASH))).isEqualTo(VIOLATION);
        assertThat(client(port).connect(user("nobody", "secret"))).isEqualTo(VIOLATION);
        assertThat(client(port).connect(user("p", "q"))).isEmpty();
        assertThat(client(start("authorization { token: \"" + HASH + "\" }")).connect(token("secret")))
                .isEmpty();
    }

    @Test
    void operations_that_follow_a_slow_login_wait_for_it() {
        int port = start("authorization { users: [{user: a, password: \"" + HASH + "\"}] }");
        RawClient client = client(port);
        client.send(
                "CONNECT {\"verbose\":true,\"user\":\"a\",\"pass\":\"secret\"}\r\nSUB s 1\r\nPUB s 2\r\nhi\r\nPING\r\n");
        assertThat(client.readUntil("hi\r\n")).isEqualTo("+OK\r\n+OK\r\n+OK\r\nMSG s 1 2\r\nhi\r\n");
        assertThat(client.readUntil("PONG\r\n")).isEqualTo("PONG\r\n");
    }

    @Test
    void a_key_logs_in_by_signing_the_nonce() {
        try (NKey key = NKey.generate(NKeyKind.USER);
                NKey other = NKey.generate(NKeyKind.USER)) {
            int port = start(
                    "authorization { users: [{nkey: " + key.publicKey() + ", permissions: {publish: {deny: p}}}] }");
            for (Base64.Encoder encoder : List.of(Base64.getUrlEncoder().withoutPadding(), Base64.getEncoder())) {
                RawClient client = client(port);
                assertThat(client.connect(nkey(key.publicKey(), key, client, encoder)))
                        .isEmpty();
                assertThat(client.exchange("PUB p 0\r\n\r\n"))
                        .isEqualTo("-ERR 'Permissions Violation for Publish to \"p\"'\r\n");
            }
            RawClient wrong = client(port);
            assertThat(wrong.connect(nkey(key.publicKey(), other, wrong, Base64.getEncoder())))
                    .isEqualTo(VIOLATION);
            RawClient unknown = client(port);
            assertThat(unknown.connect(nkey(other.publicKey(), other, unknown, Base64.getEncoder())))
                    .isEqualTo(VIOLATION);
            assertThat(client(port).connect("\"nkey\":\"" + key.publicKey() + "\""))
                    .isEqualTo(VIOLATION);
            assertThat(client(port).connect("")).isEqualTo(VIOLATION);
        }
    }

    @Test
    void no_auth_user_is_for_those_who_say_nothing() {
        int port = start(
                "authorization { users: [{user: a, password: b, permissions: {publish: {deny: p}}}] }\nno_auth_user: a");
        RawClient silent = client(port);
        assertThat(silent.info()).doesNotContain("auth_required");
        assertThat(silent.connect("")).isEmpty();
        assertThat(silent.exchange("PUB p 0\r\n\r\n")).contains("Permissions Violation");
        assertThat(client(port).exchange("PUB q 0\r\n\r\n")).isEqualTo("+OK\r\n");
        assertThat(client(port).exchange("PUB p 0\r\n\r\n")).contains("Permissions Violation");
        assertThat(client(port).connect("\"nkey\":\"UXX\"")).isEmpty();
        for (String fields : List.of(user("a", ""), user("", "b"), token("x"))) {
            assertThat(client(port).connect(fields)).as(fields).isEqualTo(VIOLATION);
        }
        int hashed = start("authorization { users: [{user: a, password: \"" + HASH + "\"}] }\nno_auth_user: a");
        assertThat(client(hashed).connect("")).isEqualTo(VIOLATION);
    }

    @Test
    void default_permissions_are_for_users_without_their_own() {
        int port = start("""
                authorization {
                  default_permissions: {publish: {deny: p}}
                  users: [{user: a, password: a}, {user: b, password: b, permissions: {subscribe: {deny: s}}}]
                }
                """);
        String both = "SUB s 1\r\nPUB p 0\r\n\r\n";
        assertThat(as(port, "a").exchange(both)).isEqualTo("-ERR 'Permissions Violation for Publish to \"p\"'\r\n");
        assertThat(as(port, "b").exchange(both))
                .isEqualTo("-ERR 'Permissions Violation for Subscription to \"s\"'\r\n");
    }

    @Test
    void a_denied_publish_is_refused_by_name_and_the_connection_stays() {
        int port = start(
                "authorization { users: [{user: a, password: a, permissions: {publish: {allow: [\"foo.>\", bar], deny: foo.x}}}] }");
        RawClient client = as(port, "a");
        assertThat(client.exchange("PUB foo.a 0\r\n\r\nPUB bar 0\r\n\r\nPUB foo.* 0\r\n\r\nPUB foo.> 0\r\n\r\n"))
                .isEmpty();
        for (String subject : List.of("foo.x", "foo", "x", "foo..bar", "foo.", ".foo")) {
            assertThat(client.exchange("PUB " + subject + " 0\r\n\r\n"))
                    .isEqualTo("-ERR 'Permissions Violation for Publish to \"" + subject + "\"'\r\n");
        }
        assertThat(client.exchange("PUB x\"\\\u00e9\u0001y 0\r\n\r\n"))
                .isEqualTo("-ERR 'Permissions Violation for Publish to \"x\\\"\\\\\\xe9\\x01y\"'\r\n");
        assertThat(client.exchange("PUB foo.b 0\r\n\r\n")).isEmpty();
    }

    @Test
    void a_subscription_lies_within_one_allowed_pattern() {
        int port = start(
                "authorization { users: [{user: a, password: a, permissions: {subscribe: {allow: [foo.*, \"*.b\"]}}}] }");
        RawClient client = as(port, "a");
        assertThat(client.exchange("SUB foo.* 1\r\nSUB *.b 2\r\nSUB foo.a 3\r\nSUB x.b 4\r\n"))
                .isEmpty();
        for (String subject : List.of(">", "*", "*.*", "foo.a.b", "foo")) {
            assertThat(client.exchange("SUB " + subject + " 9\r\n"))
                    .isEqualTo("-ERR 'Permissions Violation for Subscription to \"" + subject + "\"'\r\n");
        }
    }

    @Test
    void a_subscription_wider_than_its_allowance_is_answered_as_docs_differences_says() {
        int port = start("authorization { users: [{user: a, password: a, permissions: {subscribe: {allow: foo.*}}}] }");
        assertThat(as(port, "a").exchange("SUB foo.> 1\r\n")).isEqualTo(answerToWiderSubscription());
    }

    @Test
    void what_is_denied_inside_a_wider_subscription_is_not_delivered() {
        int port = start("""
                authorization { users: [
                  {user: a, password: a, permissions: {subscribe: {deny: [foo.*, "q.x v1"]}}}
                  {user: p, password: p}
                ] }
                """);
        RawClient subscriber = as(port, "a");
        for (String subject : List.of("foo.*", "foo.a", "foo.>")) {
            assertThat(subscriber.exchange("SUB " + subject + " 9\r\n"))
                    .isEqualTo("-ERR 'Permissions Violation for Subscription to \"" + subject + "\"'\r\n");
        }
        assertThat(subscriber.exchange("SUB > 1\r\nSUB *.a 2\r\nSUB q.* v1 3\r\n"))
                .isEmpty();
        RawClient publisher = as(port, "p");
        publisher.exchange(
                "PUB foo.a 1\r\nx\r\nPUB q.x 1\r\ny\r\nPUB foo.a.b 1\r\nz\r\nPUB q.y 3\r\nend\r\nPUB done 1\r\n.\r\n");
        String all = subscriber.readUntil("MSG done 1 1\r\n.\r\n");
        assertThat(all).doesNotContain("foo.a 1").doesNotContain("foo.a 2").doesNotContain("MSG q.x 3");
        assertThat(all).contains("MSG q.x 1 1\r\ny").contains("MSG foo.a.b 1 1\r\nz");
        assertThat(all).contains("MSG q.y 1 3\r\nend").contains("MSG q.y 3 3\r\nend");
    }

    @Test
    void queue_permissions_name_the_queues_that_may_be_joined() {
        int port = start("""
                authorization { users: [{user: a, password: a, permissions: {
                  subscribe: {allow: ["foo v1", bar, "bar v2", "z v*.>", "w *", "y v1.*"], deny: "baz v9"}}}] }
                """);
        RawClient client = as(port, "a");
        assertThat(client.exchange(
                        "SUB foo v1 1\r\nSUB bar 2\r\nSUB bar v2 3\r\nSUB w any 4\r\nSUB y v1.x 5\r\nSUB z v*.> 6\r\n"))
                .isEmpty();
        assertThat(client.exchange("SUB foo 9\r\n"))
                .isEqualTo("-ERR 'Permissions Violation for Subscription to \"foo\"'\r\n");
        for (String denied :
                List.of("foo v2", "bar v3", "w a.b", "y v1", "y v1.x.y", "z v1.a", "z v1", "baz v9", "foo _sys_")) {
            String[] parts = denied.split(" ");
            assertThat(client.exchange("SUB " + denied + " 9\r\n"))
                    .isEqualTo("-ERR 'Permissions Violation for Subscription to \"" + parts[0] + "\" using queue \""
                            + parts[1] + "\"'\r\n");
        }
    }

    @Test
    void who_was_asked_may_answer_as_often_as_it_was_allowed() {
        int port = start("""
                authorization { users: [
                  {user: once, password: once, permissions: {subscribe: req, allow_responses: true}}
                  {user: three, password: three, permissions: {subscribe: req, allow_responses: {max: 3, expires: "1m"}}}
                  {user: p, password: p}
                ] }
                """);
        for (String user : List.of("once", "three")) {
            int times = user.equals("once") ? 1 : 3;
            RawClient responder = as(port, user);
            assertThat(responder.exchange("SUB req 1\r\nPUB rep.1 0\r\n\r\n"))
                    .isEqualTo("-ERR 'Permissions Violation for Publish to \"rep.1\"'\r\n");
            as(port, "p").exchange("PUB req rep.1 1\r\n?\r\n");
            assertThat(responder.readUntil("?\r\n")).isEqualTo("MSG req 1 rep.1 1\r\n?\r\n");
            assertThat(responder.exchange("PUB rep.1 1\r\n!\r\n".repeat(times))).isEmpty();
            assertThat(responder.exchange("PUB rep.1 1\r\n!\r\n"))
                    .isEqualTo("-ERR 'Permissions Violation for Publish to \"rep.1\"'\r\n");
            responder.close();
        }
    }

    @Test
    void leave_to_answer_ends_with_its_time() {
        int port = start("""
                authorization { users: [
                  {user: r, password: r, permissions: {subscribe: req, allow_responses: {max: -1, expires: "1ms"}}}
                  {user: p, password: p}
                ] }
                """);
        RawClient responder = as(port, "r");
        responder.exchange("SUB req 1\r\n");
        as(port, "p").exchange("PUB req rep.1 1\r\n?\r\n");
        responder.readUntil("?\r\n");
        await().untilAsserted(() ->
                assertThat(responder.exchange("PUB rep.1 0\r\n\r\n")).contains("Permissions Violation"));
    }

    @Test
    void reserved_subjects_are_refused_and_the_connection_stays() {
        RawClient client = client(start("# nothing"));
        client.connect("");
        for (String subject : List.of("_GR_.a", "$NRG.", "$NRG.x")) {
            assertThat(client.exchange("PUB " + subject + " 0\r\n\r\n"))
                    .isEqualTo("-ERR 'Permissions Violation for Publish to \"" + subject + "\"'\r\n");
        }
        for (String reply : List.of("_R_.", "_R_.x", "$JS.ACK.x", "_GR_.a")) {
            assertThat(client.exchange("PUB x " + reply + " 0\r\n\r\n"))
                    .isEqualTo("-ERR 'Permissions Violation for Publish with Reply of \"" + reply + "\"'\r\n");
        }
        for (String fine : List.of("_GR_.", "$NRG", "_R_.x", "x $JS.ACK.", "x _GR_.", "_INBOX.a $NRG.x")) {
            assertThat(client.exchange("PUB " + fine + " 0\r\n\r\n")).as(fine).isEmpty();
        }
    }

    @Test
    void accounts_do_not_hear_one_another() {
        int port = start("""
                accounts {
                  A { users: [{user: a, password: a}, {user: a2, password: a2}] }
                  B { users: [{user: b, password: b}], default_permissions: {publish: {deny: x}} }
                }
                """);
        RawClient a = as(port, "a");
        RawClient b = as(port, "b");
        a.exchange("SUB > 1\r\n");
        b.exchange("SUB > 1\r\n");
        as(port, "a2").exchange("PUB s 1\r\na\r\n");
        assertThat(a.readUntil("a\r\n")).isEqualTo("MSG s 1 1\r\na\r\n");
        b.exchange("");
        b.send("PUB s 1\r\nb\r\n");
        assertThat(b.readUntil("b\r\n")).isEqualTo("MSG s 1 1\r\nb\r\n");
        assertThat(a.exchange("")).isEmpty();
        assertThat(b.exchange("PUB x 0\r\n\r\n")).contains("Permissions Violation");
        assertThat(client(port).connect("")).isEqualTo(VIOLATION);
    }

    @Test
    void limits_of_an_account_hold_for_each_of_its_connections() {
        int port = start("""
                accounts {
                  NONE { users: [{user: n, password: n}], limits { max_connections: 0 } }
                  TIGHT { users: [{user: t, password: t}], limits { max_connections: 1, max_subscriptions: 1, max_payload: 2 } }
                }
                """);
        assertThat(client(port).connect(user("n", "n")))
                .isEqualTo("-ERR 'maximum account active connections exceeded'\r\n" + RawClient.CLOSED);
        RawClient first = as(port, "t");
        assertThat(client(port).connect(user("t", "t")))
                .isEqualTo("-ERR 'maximum account active connections exceeded'\r\n" + RawClient.CLOSED);
        assertThat(first.exchange("SUB a 1\r\nSUB b 2\r\nPUB a 2\r\nhi\r\n"))
                .contains("-ERR 'maximum subscriptions exceeded'\r\n")
                .contains("MSG a 1 2\r\nhi\r\n");
        assertThat(first.exchange("PUB a 3\r\nabc\r\n"))
                .isEqualTo("-ERR 'Maximum Payload Violation'\r\n" + RawClient.CLOSED);
    }

    @Test
    void a_system_account_alone_leaves_the_global_one_open() {
        int port = start("accounts { $SYS { users: [{user: s, password: s}] } }");
        assertThat(client(port).info()).contains("\"auth_required\":true");
        assertThat(client(port).connect("")).isEmpty();
        assertThat(client(port).exchange("PUB a 0\r\n\r\n")).isEqualTo("+OK\r\n");
        assertThat(client(port).connect(user("s", "s"))).isEmpty();
        assertThat(client(port).connect(user("x", "y"))).isEqualTo(VIOLATION);
        assertThat(client(port).connect(token("x"))).isEqualTo(VIOLATION);
    }

    @Test
    void a_user_comes_by_the_allowed_kinds_of_connection_only() {
        int port = start("""
                authorization { users: [
                  {user: w, password: w, allowed_connection_types: [WEBSOCKET]}
                  {user: s, password: s, allowed_connection_types: [STANDARD]}
                ] }
                """);
        assertThat(client(port).connect(user("w", "w"))).isEqualTo(VIOLATION);
        assertThat(client(port).connect(user("s", "s"))).isEmpty();
    }

    @Test
    void fields_of_connect_are_found_whatever_their_case_and_an_account_may_not_be_named() {
        int port = start("authorization { users: [{user: a, password: a}] }");
        assertThat(client(port).connect("\"USER\":\"a\",\"Pass\":\"a\"")).isEmpty();
        assertThat(client(port).connect(user("a", "a") + ",\"account\":\"x\"")).isEqualTo(VIOLATION);
        assertThat(client(port).connect(user("a", "a") + ",\"new_account\":true"))
                .isEqualTo(VIOLATION);
    }

    @Test
    void a_second_connect_brings_another_identity_and_no_old_subscription() {
        int port = start("accounts { A { users: [{user: a, password: a}] }, B { users: [{user: b, password: b}] } }");
        RawClient client = as(port, "a");
        client.exchange("SUB s 1\r\n");
        assertThat(client.connect(user("b", "b"))).isEmpty();
        as(port, "a").exchange("PUB s 1\r\na\r\n");
        as(port, "b").exchange("PUB s 1\r\nb\r\n");
        assertThat(client.exchange("SUB done 2\r\nPUB done 1\r\n.\r\n")).isEqualTo("MSG done 2 1\r\n.\r\n");
        assertThat(client.connect(user("b", "wrong"))).isEqualTo(VIOLATION);
    }

    private RawClient client(int port) {
        RawClient client = new RawClient(port);
        clients.add(client);
        return client;
    }

    private RawClient as(int port, String name) {
        RawClient client = client(port);
        assertThat(client.connect(user(name, name))).isEmpty();
        return client;
    }

    private static String user(String name, String password) {
        return "\"user\":\"" + name + "\",\"pass\":\"" + password + "\"";
    }

    private static String token(String token) {
        return "\"auth_token\":\"" + token + "\"";
    }

    private static String nkey(String publicKey, NKey signer, RawClient client, Base64.Encoder encoder) {
        String info = client.info();
        int from = info.indexOf("\"nonce\":\"") + 9;
        String nonce = info.substring(from, info.indexOf('"', from));
        String signature = encoder.encodeToString(signer.sign(nonce.getBytes(StandardCharsets.US_ASCII)));
        return "\"nkey\":\"" + publicKey + "\",\"sig\":\"" + signature + "\"";
    }
}
