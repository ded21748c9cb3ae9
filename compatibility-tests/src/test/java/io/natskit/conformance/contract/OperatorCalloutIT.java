// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.callout.AuthCallout;
import io.natskit.callout.CalloutOptions;
import io.natskit.callout.Decider;
import io.natskit.callout.Decision;
import io.natskit.callout.Login;
import io.natskit.client.Authenticator;
import io.natskit.client.Connection;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.ClaimPermissions;
import io.natskit.wire.jwt.ExternalAuthorization;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.SigningKey;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The service of an account in operator mode decides who comes in, behind sentinels that anybody may have. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
@SuppressWarnings("try") // services answer as long as the block lasts
record OperatorCalloutIT(Target target) implements Judged {
    private static final String VIOLATION = "-ERR 'Authorization Violation'";
    private static final NKey OPERATOR = NKey.generate(NKeyKind.OPERATOR);
    private static final NKey SYSTEM = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey CALLOUT = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey CALLOUT_SIGNING = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey APP = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey APP_SCOPED = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey CLOSED = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey CURVE = NKey.generate(NKeyKind.CURVE);
    private static final NKey SERVICE = NKey.generate(NKeyKind.USER);
    private static final NKey SENTINEL = NKey.generate(NKeyKind.USER);
    private static final String SENTINEL_JWT = UserClaims.builder(SENTINEL.publicKey())
            .name("sentinel")
            .tags(List.of("color:red"))
            .rules(UserRules.builder()
                    .bearerToken(true)
                    .permissions(ClaimPermissions.ALL
                            .publish(List.of(), List.of(">"))
                            .subscribe(List.of(), List.of(">")))
                    .build())
            .sign(CALLOUT);

    private RunningServer start(String curveKey, String more, String... accounts) {
        AccountClaims.Builder callout = AccountClaims.builder(CALLOUT.publicKey())
                .signingKey(SigningKey.of(CALLOUT_SIGNING.publicKey()))
                .authorization(new ExternalAuthorization(List.of(SERVICE.publicKey()), List.of(accounts), curveKey));
        AccountClaims.Builder app = AccountClaims.builder(APP.publicKey())
                .signingKey(SigningKey.scoped(
                        APP_SCOPED.publicKey(),
                        "guest",
                        UserRules.builder()
                                .permissions(ClaimPermissions.ALL.publish(List.of("guest.{{name()}}"), List.of()))
                                .build()));
        return target.start("debug: true\noperator: "
                + OperatorClaims.builder(OPERATOR.publicKey())
                        .systemAccount(SYSTEM.publicKey())
                        .sign(OPERATOR)
                + "\nsystem_account: " + SYSTEM.publicKey() + "\n" + more + "\nresolver: MEMORY\nresolver_preload: {\n "
                + SYSTEM.publicKey() + ": "
                + AccountClaims.builder(SYSTEM.publicKey()).sign(OPERATOR) + "\n "
                + CALLOUT.publicKey() + ": " + callout.sign(OPERATOR) + "\n " + APP.publicKey() + ": "
                + app.sign(OPERATOR) + "\n " + CLOSED.publicKey() + ": "
                + AccountClaims.builder(CLOSED.publicKey()).sign(OPERATOR) + "\n}\n");
    }

    private static Connection connect(RunningServer server) {
        String jwt = UserClaims.builder(SERVICE.publicKey()).sign(CALLOUT);
        return Nats.connect(o -> o.servers(server.url()).auth(Authenticator.jwt(jwt, SERVICE.seed())));
    }

    private static AuthCallout serve(Connection connection, Consumer<CalloutOptions.Builder> more, Decider decider) {
        AuthCallout callout = AuthCallout.serve(
                connection,
                o -> more.accept(o.issuer(CALLOUT).account(APP.publicKey()).signer(APP.publicKey(), APP)),
                decider);
        connection.flush();
        return callout;
    }

    private static String answer(RunningServer server, String fields) {
        try (Peer peer = login(server, fields)) {
            return peer.word();
        }
    }

    private static Peer login(RunningServer server, String fields) {
        Peer peer = Peer.dial(server);
        peer.info();
        peer.send("CONNECT {\"verbose\":false" + fields + "}\r\nPING\r\n");
        return peer;
    }

    private static final String BY_SENTINEL = ",\"user\":\"ada\",\"pass\":\"x\",\"jwt\":\"" + SENTINEL_JWT + "\"";

    @Test
    @Rows({"AU-11", "AU-09"})
    void behind_a_sentinel_the_service_puts_users_into_the_accounts_that_its_own_allows() throws InterruptedException {
        BlockingQueue<Login> logins = new LinkedBlockingQueue<>();
        try (RunningServer server = start("", "", APP.publicKey());
                Connection connection = connect(server);
                AuthCallout callout = serve(connection, o -> o.signer(CLOSED.publicKey(), CLOSED), login -> {
                    logins.add(login);
                    return login.user().equals("ada")
                            ? Decision.allow(user -> user.name("ada"))
                            : Decision.allow(CLOSED.publicKey(), user -> user.name("eve"));
                });
                Peer peer = login(server, BY_SENTINEL + ",\"protocol\":1")) {
            assertThat(peer.word()).isEqualTo("PONG");
            assertThat(peer.info()).containsEntry("remote_account", APP.publicKey());
            Login login = logins.poll(15, TimeUnit.SECONDS);
            assertThat(login).isNotNull();
            assertThat(login.claims().subject()).isEqualTo(CALLOUT.publicKey());
            assertThat(login.jwt()).isEqualTo(SENTINEL_JWT);
            assertThat(login.claims().client().nameTag()).isEqualTo("sentinel");
            assertThat(login.claims().client().tags()).containsExactly("color:red");
            assertThat(answer(server, BY_SENTINEL.replace("ada", "eve"))).isEqualTo(VIOLATION);
        }
    }

    @Test
    @Rows({"AU-11", "AU-08"})
    void users_of_a_scoped_signing_key_have_what_its_template_says() {
        try (RunningServer server = start("", "", APP.publicKey());
                Connection connection = connect(server);
                AuthCallout callout = serve(
                        connection,
                        o -> o.signer(APP.publicKey(), APP_SCOPED),
                        login -> Decision.allow(user -> user.name("ada").rules(UserRules.none())));
                Peer peer = login(server, BY_SENTINEL)) {
            assertThat(peer.word()).isEqualTo("PONG");
            peer.send("PUB guest.ada 0\r\n\r\nPUB guest.eve 0\r\n\r\n");
            assertThat(peer.line()).isEqualTo("-ERR 'Permissions Violation for Publish to \"guest.eve\"'");
        }
    }

    @Test
    @Rows("AU-11")
    void a_signing_key_of_the_account_answers_too_and_a_stranger_does_not() {
        try (RunningServer server = start("", "", APP.publicKey());
                Connection connection = connect(server)) {
            try (AuthCallout callout = serve(
                    connection,
                    o -> o.issuer(CALLOUT_SIGNING, CALLOUT.publicKey()),
                    login -> Decision.allow(user -> user.name("ada")))) {
                assertThat(answer(server, BY_SENTINEL)).isEqualTo("PONG");
            }
            try (AuthCallout callout =
                    serve(connection, o -> o.issuer(CLOSED), login -> Decision.allow(user -> user.name("ada")))) {
                assertThat(answer(server, BY_SENTINEL)).isEqualTo(VIOLATION);
            }
        }
    }

    @Test
    @Rows("AU-11")
    void all_accounts_may_be_allowed_by_one_star() {
        try (RunningServer server = start("", "", "*");
                Connection connection = connect(server);
                AuthCallout callout = serve(
                        connection,
                        o -> o.signer(CLOSED.publicKey(), CLOSED),
                        login -> Decision.allow(CLOSED.publicKey(), user -> user.name("ada")))) {
            assertThat(answer(server, BY_SENTINEL)).isEqualTo("PONG");
        }
    }

    @Test
    @Rows("AU-11")
    void requests_are_sealed_for_the_curve_key_in_the_claims() throws InterruptedException {
        BlockingQueue<Login> logins = new LinkedBlockingQueue<>();
        try (RunningServer server = start(CURVE.publicKey(), "", APP.publicKey());
                Connection connection = connect(server);
                AuthCallout callout = serve(connection, o -> o.curveKey(CURVE), login -> {
                    logins.add(login);
                    return Decision.allow(user -> user.name("ada"));
                })) {
            assertThat(answer(server, BY_SENTINEL)).isEqualTo("PONG");
            Login login = logins.poll(15, TimeUnit.SECONDS);
            assertThat(login).isNotNull();
            assertThat(login.server().xkey()).startsWith("X");
        }
    }

    @Test
    @Rows({"AU-11", "AU-09", "CF-21"})
    void who_brings_no_token_comes_by_the_default_sentinel() throws InterruptedException {
        BlockingQueue<Login> logins = new LinkedBlockingQueue<>();
        try (RunningServer server = start("", "default_sentinel: '" + SENTINEL_JWT + "'", APP.publicKey());
                Connection connection = connect(server);
                AuthCallout callout = serve(connection, o -> {}, login -> {
                    logins.add(login);
                    return login.password().equals("x")
                            ? Decision.allow(user -> user.name("ada"))
                            : Decision.refuse("wrong password");
                })) {
            assertThat(answer(server, ",\"user\":\"ada\",\"pass\":\"x\"")).isEqualTo("PONG");
            Login login = logins.poll(15, TimeUnit.SECONDS);
            assertThat(login).isNotNull();
            assertThat(login.jwt()).isEqualTo(SENTINEL_JWT);
            assertThat(answer(server, ",\"user\":\"ada\",\"pass\":\"x\",\"jwt\":\"no.token.atall\""))
                    .isEqualTo("PONG");
            assertThat(answer(server, ",\"user\":\"ada\",\"pass\":\"y\"")).isEqualTo(VIOLATION);
            assertThat(answer(server, "")).isEqualTo(VIOLATION);
        }
    }

    @Test
    @Rows("AU-11")
    void the_service_itself_may_not_ask_itself() {
        String jwt = UserClaims.builder(SERVICE.publicKey()).sign(CALLOUT);
        try (RunningServer server = start("", "", APP.publicKey());
                Peer peer = Peer.dial(server)) {
            assertThat(TokenPeer.answer(peer, jwt, SERVICE)).isEqualTo("PONG");
            peer.send("PUB " + AuthCallout.SUBJECT + " 0\r\n\r\n");
            assertThat(peer.line())
                    .isEqualTo("-ERR 'Permissions Violation for Publish to \"" + AuthCallout.SUBJECT + "\"'");
        }
    }
}
