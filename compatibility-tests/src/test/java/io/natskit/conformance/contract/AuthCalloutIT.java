// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.callout.AuthCallout;
import io.natskit.callout.CalloutOptions;
import io.natskit.callout.Decider;
import io.natskit.callout.Decision;
import io.natskit.callout.Login;
import io.natskit.client.Authenticator;
import io.natskit.client.Connection;
import io.natskit.client.Subscription;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Json;
import io.natskit.wire.jwt.AuthorizationRequestClaims;
import io.natskit.wire.jwt.AuthorizationResponseClaims;
import io.natskit.wire.jwt.ClaimPermissions;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.jwt.TimeRange;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A service decides who comes in, in a configuration without operators: whom it is asked about, what it is told, and which answers count. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record AuthCalloutIT(Target target) implements Judged {
    private static final String VIOLATION = "-ERR 'Authorization Violation'";
    private static final NKey ISSUER = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey CURVE = NKey.generate(NKeyKind.CURVE);
    private static final NKey STRANGER = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey SERVICE = NKey.generate(NKeyKind.USER);

    private RunningServer start(String more) {
        return start(10, more);
    }

    private RunningServer start(int seconds, String more) {
        return target.start("""
            debug: true
            accounts {
              AUTH { users: [ {user: service, password: pass}, {nkey: %1$s} ] }
              APP { users: [ {user: local, password: pass} ], default_permissions: { publish: 'by.default' } }
              OPEN { users: [ {user: own, password: pass} ] }
            }
            server_tags: [ 'red' ]
            authorization {
              timeout: %2$d
              auth_callout {
                issuer: %3$s
                account: AUTH
                auth_users: [ service, %1$s ]
                %4$s
              }
            }
            """.formatted(SERVICE.publicKey(), seconds, ISSUER.publicKey(), more));
    }

    private static Connection connect(RunningServer server) {
        return Nats.connect(
                o -> o.servers(server.url()).auth(Authenticator.userPassword("service", "pass".toCharArray())));
    }

    private static AuthCallout serve(Connection connection, Consumer<CalloutOptions.Builder> more, Decider decider) {
        AuthCallout callout =
                AuthCallout.serve(connection, o -> more.accept(o.issuer(ISSUER).account("APP")), decider);
        connection.flush();
        return callout;
    }

    private static AuthCallout serve(Connection connection, Decider decider) {
        return serve(connection, o -> {}, decider);
    }

    private static Peer login(RunningServer server, String fields) {
        Peer peer = Peer.dial(server);
        peer.info();
        peer.send("CONNECT {\"verbose\":false,\"name\":\"n\",\"lang\":\"l\",\"version\":\"v\"" + fields
                + "}\r\nPING\r\n");
        return peer;
    }

    private static String answer(RunningServer server, String fields) {
        try (Peer peer = login(server, fields)) {
            return peer.word();
        }
    }

    private static String user(String name) {
        return ",\"user\":\"" + name + "\",\"pass\":\"secret\"";
    }

    @Test
    @Rows({"AU-11", "CF-09"})
    void who_the_service_lets_in_is_a_user_of_the_account_that_it_says_with_its_permissions() {
        try (RunningServer server = start("");
                Connection connection = connect(server);
                AuthCallout callout = serve(
                        connection,
                        login -> Decision.allow(
                                "OPEN",
                                user -> user.name(login.user())
                                        .rules(UserRules.builder()
                                                .permissions(ClaimPermissions.ALL.publish(List.of("mine"), List.of()))
                                                .build())));
                Peer peer = login(server, user("ada") + ",\"protocol\":1")) {
            assertThat(peer.word()).isEqualTo("PONG");
            assertThat(peer.info()).containsEntry("remote_account", "OPEN");
            peer.send("PUB mine 0\r\n\r\nPUB yours 0\r\n\r\n");
            assertThat(peer.word()).isEqualTo("-ERR 'Permissions Violation for Publish to \"yours\"'");
            assertThat(callout.allowed()).isEqualTo(1);
        }
    }

    @Test
    @Rows("AU-11")
    void without_permissions_of_its_own_a_user_may_do_everything_whatever_the_account_gives_to_its_own_users() {
        try (RunningServer server = start("");
                Connection connection = connect(server);
                AuthCallout callout = serve(connection, login -> Decision.allow(user -> user.name("ada")));
                Peer peer = login(server, user("ada"))) {
            assertThat(peer.word()).isEqualTo("PONG");
            peer.send("SUB else 1\r\nPUB else 0\r\n\r\n");
            assertThat(peer.word()).isEqualTo("MSG else 1 0");
            assertThat(callout.allowed()).isEqualTo(1);
        }
    }

    @Test
    @Rows("AU-11")
    void the_service_is_told_who_asks_for_whom() throws InterruptedException {
        BlockingQueue<Login> logins = new LinkedBlockingQueue<>();
        try (RunningServer server = start("");
                Connection connection = connect(server);
                AuthCallout callout = serve(connection, login -> {
                    logins.add(login);
                    return Decision.refuse("only looking");
                });
                Peer peer = Peer.dial(server)) {
            Map<String, Object> info = peer.info();
            peer.send("CONNECT {\"name\":\"n\",\"lang\":\"l\",\"version\":\"v\",\"protocol\":1,"
                    + "\"user\":\"ada\",\"pass\":\"secret\",\"auth_token\":\"t\",\"jwt\":\"j\",\"sig\":\"s\"}\r\n");
            assertThat(peer.line()).isEqualTo(VIOLATION);
            Login login = logins.poll(15, TimeUnit.SECONDS);
            assertThat(login).isNotNull();
            AuthorizationRequestClaims claims = login.claims();
            assertThat(claims.server().id()).isEqualTo(info.get("server_id")).isEqualTo(claims.issuer());
            assertThat(claims.server().name()).isEqualTo(info.get("server_name"));
            assertThat(claims.server().version()).isEqualTo(info.get("version"));
            assertThat(claims.server().tags()).containsExactly("red");
            assertThat(claims.audience()).isEqualTo("nats-authorization-request");
            assertThat(claims.subject()).isEqualTo(ISSUER.publicKey());
            assertThat(claims.expiresAtSecond()).isBetween(claims.issuedAtSecond(), claims.issuedAtSecond() + 11);
            assertThat(claims.client())
                    .isEqualTo(new AuthorizationRequestClaims.Client(
                            "127.0.0.1",
                            ((Number) info.get("client_id")).longValue(),
                            "ada",
                            "n",
                            List.of(),
                            "",
                            "Client",
                            "nats",
                            "",
                            String.valueOf(info.get("nonce"))));
            assertThat(claims.connect())
                    .isEqualTo(new AuthorizationRequestClaims.Connect(
                            "", "", "s", "t", "ada", "secret", "n", "l", "v", 1));
            assertThat(claims.tls()).isNull();
            assertThat(callout.refused()).isEqualTo(1);
        }
    }

    @Test
    @Rows("AU-11")
    void a_refusal_a_failure_a_long_silence_and_nobody_are_all_the_same_to_a_client() {
        try (RunningServer server = start(1, "")) {
            try (Connection connection = connect(server)) {
                serve(connection, login -> {
                    if (login.user().equals("slow")) {
                        TimeUnit.SECONDS.sleep(2);
                    }
                    if (login.user().equals("bug")) {
                        throw new IllegalStateException("a bug");
                    }
                    return Decision.refuse("no");
                });
                assertThat(answer(server, user("ada"))).isEqualTo(VIOLATION);
                assertThat(answer(server, user("bug"))).isEqualTo(VIOLATION);
                assertThat(answer(server, user("slow"))).isIn(VIOLATION, "-ERR 'Authentication Timeout'");
            }
            assertThat(answer(server, user("ada"))).isIn(VIOLATION, "-ERR 'Authentication Timeout'");
        }
    }

    @Test
    @Rows({"AU-11", "SY-10"})
    void who_is_refused_is_told_of_in_the_account_of_the_service_with_what_it_said() throws InterruptedException {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        try (RunningServer server = start("");
                Connection connection = connect(server)) {
            connection.subscribe("$SYS.ACCOUNT.CLIENT.AUTH.ERR", message -> events.add(message.text()));
            serve(connection, login -> Decision.refuse("not today"));
            assertThat(answer(server, user("ada"))).isEqualTo(VIOLATION);
            Map<String, Object> event = Json.object(String.valueOf(events.poll(15, TimeUnit.SECONDS)));
            assertThat(event)
                    .containsEntry("type", "io.nats.server.advisory.v1.client_disconnect")
                    .containsEntry("reason", "Auth callout service returned an error: not today");
            assertThat(event.get("client"))
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("user", "ada");
        }
    }

    @Test
    @Rows({"AU-11", "AU-03"})
    void the_service_is_asked_about_everybody_but_its_own_users_who_must_not_ask_it() {
        try (RunningServer server = start("");
                Connection connection = connect(server);
                AuthCallout callout = serve(connection, login -> Decision.refuse("nobody"))) {
            assertThat(answer(server, ",\"user\":\"local\",\"pass\":\"pass\"")).isEqualTo(VIOLATION);
            assertThat(callout.refused()).isEqualTo(1);
            assertThat(answer(server, ",\"user\":\"service\",\"pass\":\"wrong\""))
                    .isEqualTo(VIOLATION);
            try (Peer key = Peer.dial(server)) {
                String signature = TokenPeer.signature(SERVICE, key.info().get("nonce"));
                key.send("CONNECT {\"verbose\":false,\"nkey\":\"" + SERVICE.publicKey() + "\",\"sig\":\"" + signature
                        + "\"}\r\nPING\r\n");
                assertThat(key.word()).isEqualTo("PONG");
                key.send("PUB " + AuthCallout.SUBJECT + " 0\r\n\r\n");
                assertThat(key.word())
                        .isEqualTo("-ERR 'Permissions Violation for Publish to \"" + AuthCallout.SUBJECT + "\"'");
            }
            assertThat(callout.refused()).isEqualTo(1);
        }
    }

    @Test
    @Rows({"AU-11", "CF-09"})
    void users_of_accounts_that_are_not_named_log_in_as_the_configuration_says() {
        try (RunningServer server = start("allowed_accounts: [ APP ]");
                Connection connection = connect(server);
                AuthCallout callout = serve(connection, login -> Decision.refuse("nobody"))) {
            assertThat(answer(server, ",\"user\":\"own\",\"pass\":\"pass\"")).isEqualTo("PONG");
            assertThat(answer(server, ",\"user\":\"local\",\"pass\":\"pass\"")).isEqualTo(VIOLATION);
            assertThat(callout.refused()).isEqualTo(1);
            assertThat(answer(server, ",\"user\":\"own\",\"pass\":\"wrong\"")).isEqualTo(VIOLATION);
            assertThat(callout.refused()).isEqualTo(2);
        }
    }

    @Test
    @Rows({"AU-11", "CF-09"})
    void requests_and_answers_are_sealed_where_a_curve_key_is_named() throws InterruptedException {
        BlockingQueue<Login> logins = new LinkedBlockingQueue<>();
        try (RunningServer server = start("xkey: " + CURVE.publicKey());
                Connection connection = connect(server)) {
            serve(connection, o -> o.curveKey(CURVE), login -> {
                logins.add(login);
                return Decision.allow(user -> user.name("ada"));
            });
            assertThat(answer(server, user("ada"))).isEqualTo("PONG");
            Login login = logins.poll(15, TimeUnit.SECONDS);
            assertThat(login).isNotNull();
            assertThat(login.server().xkey()).startsWith("X");
        }
    }

    @Test
    @Rows("AU-11")
    void an_answer_in_the_clear_to_a_sealed_request_counts_if_the_issuer_signed_it() {
        try (RunningServer server = start("xkey: " + CURVE.publicKey());
                Connection connection = connect(server)) {
            connection.subscribe(AuthCallout.SUBJECT, message -> {
                assertThat(message.headers().first("Nats-Server-Xkey")).startsWith("X");
                assertThat(message.text()).doesNotStartWith("eyJ");
                message.reply("eyJ.nonsense");
            });
            connection.flush();
            assertThat(answer(server, user("ada"))).isEqualTo(VIOLATION);
        }
    }

    private static AuthorizationResponseClaims.Builder response(AuthorizationRequestClaims request) {
        return AuthorizationResponseClaims.builder(
                request.userKey(), request.server().id());
    }

    private static UserClaims.Builder guest(AuthorizationRequestClaims request) {
        return UserClaims.builder(request.userKey()).audience("APP");
    }

    private static void assertAnswered(
            RunningServer server,
            Connection connection,
            String expected,
            Function<AuthorizationRequestClaims, String> service) {
        Subscription answering = connection.subscribe(
                AuthCallout.SUBJECT,
                message -> message.reply(service.apply((AuthorizationRequestClaims) Jwt.decode(message.text()))
                        .getBytes(StandardCharsets.US_ASCII)));
        try {
            connection.flush();
            assertThat(answer(server, user("ada"))).isEqualTo(expected);
        } finally {
            answering.close();
        }
    }

    @Test
    @Rows("AU-11")
    void an_answer_counts_only_from_the_issuer_for_this_request_of_this_server() {
        NKey other = NKey.generate(NKeyKind.USER);
        NKey anotherServer = NKey.generate(NKeyKind.SERVER);
        try (RunningServer server = start("");
                Connection connection = connect(server)) {
            assertAnswered(
                    server,
                    connection,
                    "PONG",
                    r -> response(r).jwt(guest(r).sign(ISSUER)).sign(ISSUER));
            assertAnswered(
                    server,
                    connection,
                    VIOLATION,
                    r -> response(r).jwt(guest(r).sign(ISSUER)).sign(STRANGER));
            assertAnswered(
                    server,
                    connection,
                    VIOLATION,
                    r -> response(r).jwt(guest(r).sign(STRANGER)).sign(ISSUER));
            assertAnswered(
                    server,
                    connection,
                    VIOLATION,
                    r -> AuthorizationResponseClaims.builder(
                                    other.publicKey(), r.server().id())
                            .jwt(guest(r).sign(ISSUER))
                            .sign(ISSUER));
            assertAnswered(
                    server,
                    connection,
                    VIOLATION,
                    r -> AuthorizationResponseClaims.builder(r.userKey(), anotherServer.publicKey())
                            .jwt(guest(r).sign(ISSUER))
                            .sign(ISSUER));
            assertAnswered(
                    server,
                    connection,
                    VIOLATION,
                    r -> response(r)
                            .jwt(UserClaims.builder(other.publicKey())
                                    .audience("APP")
                                    .sign(ISSUER))
                            .sign(ISSUER));
            assertAnswered(
                    server,
                    connection,
                    VIOLATION,
                    r -> response(r)
                            .jwt(guest(r).sign(ISSUER))
                            .error("and an error")
                            .sign(ISSUER));
            assertAnswered(server, connection, VIOLATION, r -> guest(r).sign(ISSUER));
            assertAnswered(server, connection, VIOLATION, r -> "");
            assertAnswered(server, connection, VIOLATION, r -> "nonsense");
        }
    }

    @Test
    @Rows("AU-11")
    void a_user_that_may_not_come_now_or_by_this_way_or_into_that_account_does_not_come() {
        String later = Instant.now().plusSeconds(7200).toString().substring(11, 19);
        String latest = Instant.now().plusSeconds(10_800).toString().substring(11, 19);
        try (RunningServer server = start("");
                Connection connection = connect(server)) {
            assertGuest(server, connection, VIOLATION, g -> g.audience("NOWHERE"));
            assertGuest(server, connection, VIOLATION, g -> g.audience(""));
            assertGuest(
                    server, connection, VIOLATION, g -> g.expires(Instant.now().minusSeconds(5)));
            assertGuest(
                    server,
                    connection,
                    VIOLATION,
                    g -> g.notBefore(Instant.now().plusSeconds(60)));
            assertGuest(server, connection, VIOLATION, g -> g.issuerAccount(STRANGER.publicKey()));
            assertRules(server, connection, VIOLATION, r -> r.connectionTypes(List.of("WEBSOCKET")));
            assertRules(server, connection, "PONG", r -> r.connectionTypes(List.of("STANDARD")));
            assertRules(server, connection, VIOLATION, r -> r.times(List.of(new TimeRange(later, latest)), "UTC"));
            assertRules(server, connection, VIOLATION, r -> r.proxyRequired(true));
        }
    }

    private static void assertGuest(
            RunningServer server, Connection connection, String expected, Consumer<UserClaims.Builder> change) {
        assertAnswered(server, connection, expected, r -> {
            UserClaims.Builder guest = guest(r);
            change.accept(guest);
            return response(r).jwt(guest.sign(ISSUER)).sign(ISSUER);
        });
    }

    private static void assertRules(
            RunningServer server, Connection connection, String expected, Consumer<UserRules.Builder> change) {
        UserRules.Builder rules = UserRules.builder();
        change.accept(rules);
        assertGuest(server, connection, expected, g -> g.rules(rules.build()));
    }

    @Test
    @Rows({"AU-11", "CP-25"})
    void a_user_whose_time_is_over_has_to_leave() {
        try (RunningServer server = start("");
                Connection connection = connect(server)) {
            serve(
                    connection,
                    login -> Decision.allow(user -> user.expires(Instant.now().plusSeconds(2))));
            try (Peer peer = login(server, user("ada"))) {
                assertThat(peer.word()).isEqualTo("PONG");
                assertThat(peer.word()).isEqualTo("-ERR 'User Authentication Expired'");
                assertThat(peer.line()).isNull();
            }
        }
    }

    @Test
    @Rows("AU-11")
    void who_is_let_into_the_account_of_the_service_may_not_ask_it() {
        try (RunningServer server = start("");
                Connection connection = connect(server);
                AuthCallout callout = serve(connection, login -> Decision.allow("AUTH", user -> user.name("helper")));
                Peer peer = login(server, user("helper"))) {
            assertThat(peer.word()).isEqualTo("PONG");
            peer.send("PUB " + AuthCallout.SUBJECT + " 0\r\n\r\n");
            assertThat(peer.word())
                    .isEqualTo("-ERR 'Permissions Violation for Publish to \"" + AuthCallout.SUBJECT + "\"'");
            await().untilAsserted(() -> assertThat(callout.allowed()).isEqualTo(1));
        }
    }
}
