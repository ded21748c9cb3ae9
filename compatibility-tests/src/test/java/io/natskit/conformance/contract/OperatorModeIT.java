// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.TokenPeer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.Authenticator;
import io.natskit.client.Connection;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.wire.creds.CredentialsFile;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.ClaimPermissions;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.OperatorLimits;
import io.natskit.wire.jwt.SigningKey;
import io.natskit.wire.jwt.TimeRange;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Operator mode: who comes in by a JWT, and what becomes of them when the claims change. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record OperatorModeIT(Target target) implements Judged {
    private static final String VIOLATION = "-ERR 'Authorization Violation'";
    private static final NKey OPERATOR = NKey.generate(NKeyKind.OPERATOR);
    private static final NKey SYSTEM = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey ACCOUNT = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey SIGNING = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey SCOPED = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey STRANGER = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey USER = NKey.generate(NKeyKind.USER);

    private static String config(UnaryOperator<AccountClaims.Builder> account, String more) {
        return more
                + "operator: "
                + OperatorClaims.builder(OPERATOR.publicKey())
                        .name("op")
                        .systemAccount(SYSTEM.publicKey())
                        .sign(OPERATOR)
                + "\nsystem_account: "
                + SYSTEM.publicKey()
                + "\nresolver: MEMORY\nresolver_preload: {\n "
                + SYSTEM.publicKey() + ": "
                + AccountClaims.builder(SYSTEM.publicKey()).name("SYS").sign(OPERATOR)
                + "\n " + ACCOUNT.publicKey() + ": "
                + account.apply(account()).sign(OPERATOR)
                + "\n}\n";
    }

    private static AccountClaims.Builder account() {
        return AccountClaims.builder(ACCOUNT.publicKey())
                .name("A")
                .tags(List.of("region:eu"))
                .signingKey(SigningKey.of(SIGNING.publicKey()))
                .signingKey(SigningKey.scoped(
                        SCOPED.publicKey(),
                        "role",
                        UserRules.builder()
                                .permissions(ClaimPermissions.ALL
                                        .publish(
                                                List.of(
                                                        "name.{{name()}}",
                                                        "tag.{{tag(team)}}.{{account-tag(region)}}",
                                                        "acc.{{account-name()}}"),
                                                List.of())
                                        .subscribe(List.of("none.{{tag(missing)}}"), List.of()))
                                .build()));
    }

    private RunningServer start(UnaryOperator<AccountClaims.Builder> account) {
        return target.start(config(account, "debug: true\n"));
    }

    private RunningServer start() {
        return start(same -> same);
    }

    private static UserClaims.Builder user() {
        return UserClaims.builder(USER.publicKey()).name("ada");
    }

    private static void assertAnswer(RunningServer server, String jwt, NKey key, String expected) {
        assertThat(answer(server, jwt, key)).isEqualTo(expected);
    }

    @Test
    @Rows({"AU-09", "CF-21", "CP-02", "AU-10"})
    void who_has_a_token_of_a_trusted_account_and_its_key_comes_in() {
        try (RunningServer server = start();
                Peer peer = Peer.dial(server)) {
            assertThat(answer(peer, user().sign(ACCOUNT), USER)).isEqualTo("PONG");
            assertAnswer(server, user().issuerAccount(ACCOUNT.publicKey()).sign(SIGNING), USER, "PONG");
            assertAnswer(server, user().sign(ACCOUNT), null, VIOLATION);
            assertAnswer(server, user().sign(ACCOUNT), NKey.generate(NKeyKind.USER), VIOLATION);
            assertAnswer(server, user().sign(STRANGER), USER, VIOLATION);
            assertAnswer(server, user().issuerAccount(ACCOUNT.publicKey()).sign(STRANGER), USER, VIOLATION);
            assertAnswer(server, user().issuerAccount(STRANGER.publicKey()).sign(SIGNING), USER, VIOLATION);
            assertAnswer(server, "", USER, VIOLATION);
            assertAnswer(server, "eyJ.nonsense.x", USER, VIOLATION);
        }
    }

    @Test
    @Rows({"AU-09", "CP-05"})
    void info_behind_the_first_pong_names_the_account_by_its_key() {
        try (RunningServer server = start();
                Peer peer = Peer.dial(server)) {
            Map<String, Object> info = peer.info();
            String signature = TokenPeer.signature(USER, info.get("nonce"));
            assertThat(info).containsEntry("auth_required", true);
            peer.send("CONNECT {\"verbose\":false,\"protocol\":1,\"jwt\":\"" + user().sign(ACCOUNT) + "\",\"sig\":\""
                    + signature + "\"}\r\nPING\r\n");
            assertThat(peer.line()).isEqualTo("PONG");
            assertThat(peer.info()).containsEntry("remote_account", ACCOUNT.publicKey());
        }
    }

    @Test
    @Rows("AU-09")
    void expired_future_foreign_and_unsuitable_tokens_are_refused() {
        Instant now = Instant.now();
        try (RunningServer server = start()) {
            assertAnswer(server, user().expires(now.minusSeconds(5)).sign(ACCOUNT), USER, VIOLATION);
            assertAnswer(server, user().notBefore(now.plusSeconds(60)).sign(ACCOUNT), USER, VIOLATION);
            assertAnswer(server, user().notBefore(now.minusSeconds(60)).sign(ACCOUNT), USER, "PONG");
            assertRules(server, r -> r.sourceNetworks(List.of("10.0.0.0/8")), VIOLATION);
            assertRules(server, r -> r.sourceNetworks(List.of("10.0.0.0/8", "127.0.0.0/8")), "PONG");
            assertRules(server, r -> r.connectionTypes(List.of("WEBSOCKET")), VIOLATION);
            assertRules(server, r -> r.connectionTypes(List.of("standard", "CARRIER_PIGEON")), "PONG");
            assertRules(server, r -> r.connectionTypes(List.of("CARRIER_PIGEON")), VIOLATION);
            assertRules(server, r -> r.times(List.of(new TimeRange("00:00:00", "23:59:59")), "UTC"), "PONG");
            String later = Instant.now().plusSeconds(7200).toString().substring(11, 19);
            String latest = Instant.now().plusSeconds(10_800).toString().substring(11, 19);
            assertRules(server, r -> r.times(List.of(new TimeRange(later, latest)), "UTC"), VIOLATION);
            assertRules(server, r -> r.proxyRequired(true), VIOLATION);
        }
    }

    private static void assertRules(RunningServer server, UnaryOperator<UserRules.Builder> rules, String expected) {
        String jwt = user().rules(rules.apply(UserRules.builder()).build()).sign(ACCOUNT);
        assertAnswer(server, jwt, USER, expected);
    }

    @Test
    @Rows("AU-09")
    void a_bearer_token_needs_no_signature_unless_the_account_wants_none() {
        String bearer =
                user().rules(UserRules.builder().bearerToken(true).build()).sign(ACCOUNT);
        try (RunningServer server = start()) {
            assertAnswer(server, bearer, null, "PONG");
        }
        try (RunningServer server = start(
                a -> a.limits(OperatorLimits.builder().bearerDisallowed(true).build()))) {
            assertAnswer(server, bearer, USER, VIOLATION);
        }
    }

    @Test
    @Rows("AU-08")
    void a_scoped_signing_key_says_what_its_users_may_with_their_names_and_tags_filled_in() {
        UserClaims.Builder scoped = user().issuerAccount(ACCOUNT.publicKey()).rules(UserRules.none());
        try (RunningServer server = start();
                Peer peer = Peer.dial(server)) {
            assertThat(answer(
                            peer, scoped.tags(List.of("team:red", "team:blue")).sign(SCOPED), USER))
                    .isEqualTo("PONG");
            for (String allowed : List.of("name.ada", "tag.red.eu", "tag.blue.eu", "acc.A")) {
                peer.send("PUB " + allowed + " 0\r\n\r\nPING\r\n");
                assertThat(peer.line()).as(allowed).isEqualTo("PONG");
            }
            peer.send("PUB name.eve 0\r\n\r\nSUB none.x 1\r\nPING\r\n");
            assertThat(peer.line()).isEqualTo("-ERR 'Permissions Violation for Publish to \"name.eve\"'");
            assertThat(peer.line()).isEqualTo("-ERR 'Permissions Violation for Subscription to \"none.x\"'");
            assertThat(peer.line()).isEqualTo("PONG");
            assertAnswer(server, user().issuerAccount(ACCOUNT.publicKey()).sign(SCOPED), USER, VIOLATION);
        }
    }

    @Test
    @Rows({"AU-09", "AC-07"})
    void permissions_and_limits_come_from_the_user_or_else_from_the_account() {
        ClaimPermissions only = ClaimPermissions.ALL.publish(List.of("only"), List.of());
        UnaryOperator<AccountClaims.Builder> limited = a -> a.defaultPermissions(only)
                .limits(OperatorLimits.builder()
                        .connections(2)
                        .maxPayloadBytes(100)
                        .maxSubscriptions(1)
                        .build());
        try (RunningServer server = start(limited);
                Peer first = Peer.dial(server);
                Peer second = Peer.dial(server);
                Peer third = Peer.dial(server)) {
            assertThat(answer(first, user().sign(ACCOUNT), USER)).isEqualTo("PONG");
            first.send("PUB else 0\r\n\r\nSUB a 1\r\nSUB b 2\r\nPING\r\n");
            assertThat(first.line()).isEqualTo("-ERR 'Permissions Violation for Publish to \"else\"'");
            assertThat(first.line()).isEqualTo("-ERR 'maximum subscriptions exceeded'");
            assertThat(first.line()).isEqualTo("PONG");
            String own = user().rules(UserRules.builder()
                            .permissions(ClaimPermissions.ALL.publish(List.of("own"), List.of()))
                            .maxPayloadBytes(10)
                            .build())
                    .sign(ACCOUNT);
            assertThat(answer(second, own, USER)).isEqualTo("PONG");
            second.send("PUB own 10\r\n0123456789\r\nPUB own 11\r\n0123456789a\r\nPING\r\n");
            assertThat(second.line()).isEqualTo("-ERR 'Maximum Payload Violation'");
            await().untilAsserted(() -> assertThat(server.log()).contains("Maximum Message Payload Exceeded"));
            try (Peer again = Peer.dial(server)) {
                assertThat(answer(again, own, USER)).isEqualTo("PONG");
                assertThat(answer(third, own, USER)).isEqualTo("-ERR 'maximum account active connections exceeded'");
            }
        }
    }

    /** A5: what was to happen then has happened within a second; in the long form alone, as the machine may be busy otherwise. */
    private static void assertPrompt(Instant due) {
        if (Boolean.getBoolean("natskit.full")) {
            assertThat(Duration.between(due, Instant.now())).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    @Rows({"AU-09", "CP-25", "CP-31"})
    void a_token_that_ends_ends_the_connection() {
        try (RunningServer server = start();
                Peer peer = Peer.dial(server)) {
            Instant end = Instant.now().plusSeconds(2);
            assertThat(answer(peer, user().expires(end).sign(ACCOUNT), USER)).isEqualTo("PONG");
            assertThat(peer.word()).isEqualTo("-ERR 'User Authentication Expired'");
            assertPrompt(end);
            assertThat(peer.line()).isNull();
            await().untilAsserted(() -> assertThat(server.log()).contains("Authentication Expired"));
        }
    }

    @Test
    @Rows({"AC-08", "CP-25"})
    void an_account_that_ends_ends_everybody_s_connection() {
        Instant end = Instant.now().plusSeconds(8);
        try (RunningServer server = start(a -> a.expires(end));
                Peer peer = Peer.dial(server)) {
            assertThat(answer(peer, user().sign(ACCOUNT), USER)).isEqualTo("PONG");
            assertThat(peer.word()).isEqualTo("-ERR 'Account Authentication Expired'");
            assertPrompt(end);
            assertAnswer(server, user().sign(ACCOUNT), USER, VIOLATION);
        }
    }

    @Test
    @Rows({"AC-08", "AU-09", "CP-25"})
    void other_claims_reach_those_who_are_connected() {
        NKey admin = NKey.generate(NKeyKind.USER);
        NKey revoked = NKey.generate(NKeyKind.USER);
        try (RunningServer server = start();
                Peer peer = Peer.dial(server);
                Peer gone = Peer.dial(server);
                Peer orphan = Peer.dial(server);
                Peer system = Peer.dial(server)) {
            assertThat(answer(peer, user().sign(ACCOUNT), USER)).isEqualTo("PONG");
            assertThat(answer(gone, UserClaims.builder(revoked.publicKey()).sign(ACCOUNT), revoked))
                    .isEqualTo("PONG");
            assertThat(answer(orphan, user().issuerAccount(ACCOUNT.publicKey()).sign(SIGNING), USER))
                    .isEqualTo("PONG");
            assertThat(answer(system, UserClaims.builder(admin.publicKey()).sign(SYSTEM), admin))
                    .isEqualTo("PONG");
            String update = AccountClaims.builder(ACCOUNT.publicKey())
                    .name("A")
                    .revoke(revoked.publicKey(), Instant.now().getEpochSecond() + 1)
                    .defaultPermissions(ClaimPermissions.ALL.publish(List.of("only"), List.of()))
                    .sign(OPERATOR);
            peer.send("SUB a 1\r\nPING\r\n");
            assertThat(peer.line()).isEqualTo("PONG");

            Instant sent = Instant.now();
            Map<String, Object> answer = request(system, ACCOUNT.publicKey(), update);

            assertThat(answer).containsKey("data").doesNotContainKey("error");
            assertThat(gone.line()).isEqualTo("-ERR 'User Authentication Revoked'");
            assertThat(gone.line()).isNull();
            assertThat(orphan.line()).isNull();
            assertPrompt(sent);
            peer.send("PUB else 0\r\n\r\nPING\r\n");
            assertThat(peer.line()).isEqualTo("-ERR 'Permissions Violation for Publish to \"else\"'");
            assertThat(peer.line()).isEqualTo("PONG");
            assertAnswer(server, UserClaims.builder(revoked.publicKey()).sign(ACCOUNT), revoked, VIOLATION);
            assertThat(request(system, STRANGER.publicKey(), update)).containsKey("error");
            String forged = AccountClaims.builder(ACCOUNT.publicKey()).sign(NKey.generate(NKeyKind.OPERATOR));
            assertThat(request(system, ACCOUNT.publicKey(), forged)).containsKey("error");
        }
    }

    private static Map<String, Object> request(Peer system, String account, String jwt) {
        return TokenPeer.ask(system, "$SYS.REQ.ACCOUNT." + account + ".CLAIMS.UPDATE", jwt);
    }

    @Test
    @Rows("AU-09")
    void our_client_comes_in_by_a_credentials_file(@TempDir Path folder) throws IOException {
        Path credentials = folder.resolve("user.creds");
        CredentialsFile.write(credentials, user().sign(ACCOUNT), USER.seed());
        try (RunningServer server = start();
                Connection connection =
                        Nats.connect(o -> o.servers(server.url()).auth(Authenticator.credentialsFile(credentials)))) {
            var subscription = connection.subscribe("a");
            connection.publish("a", "hi");
            assertThat(subscription.next(Duration.ofSeconds(10)).orElseThrow().text())
                    .isEqualTo("hi");
        }
    }
}
