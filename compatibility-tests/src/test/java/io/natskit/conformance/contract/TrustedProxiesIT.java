// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.SigningKey;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Proxies that sign the nonce, and users who must come through one (ADR-55). */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record TrustedProxiesIT(Target target) implements Judged {
    private static final String VIOLATION = "-ERR 'Authorization Violation'";
    private static final NKey PROXY = NKey.generate(NKeyKind.SERVER);
    private static final NKey ANOTHER = NKey.generate(NKeyKind.USER);
    private static final NKey STRANGER = NKey.generate(NKeyKind.SERVER);
    private static final NKey USER = NKey.generate(NKeyKind.USER);
    private static final String TRUSTED = "debug: true\nproxies { trusted: [ {key: " + PROXY.publicKey()
            + "}, {public_key: " + ANOTHER.publicKey() + "} ] }\n";

    /** Logs in as who has signed so behind that proxy, null for none; gives the answer to the PING behind it. */
    private static String answer(RunningServer server, NKey proxy, String fields) {
        try (Peer peer = Peer.dial(server)) {
            return answer(peer, proxy, fields);
        }
    }

    private static String answer(Peer peer, NKey proxy, String fields) {
        Object nonce = peer.info().get("nonce");
        String signed = proxy == null ? "" : ",\"proxy_sig\":\"" + TokenPeer.signature(proxy, nonce) + "\"";
        String filled = fields.replace("<sig>", TokenPeer.signature(USER, nonce));
        peer.send("CONNECT {\"verbose\":false" + signed + filled + "}\r\nPING\r\n");
        return peer.line();
    }

    @Test
    @Rows({"AU-19", "CF-22"})
    void a_proxy_must_be_one_that_is_trusted_whoever_comes_through_it() {
        try (RunningServer server = target.start(TRUSTED)) {
            assertThat(answer(server, null, "")).isEqualTo("PONG");
            assertThat(answer(server, PROXY, "")).isEqualTo("PONG");
            assertThat(answer(server, ANOTHER, "")).isEqualTo("PONG");
            assertThat(answer(server, STRANGER, "")).isEqualTo(VIOLATION);
            await().untilAsserted(() -> assertThat(server.log()).contains("Proxy Not Trusted"));
            assertThat(answer(server, null, ",\"proxy_sig\":\"not base64!\"")).isEqualTo(VIOLATION);
            assertThat(answer(server, null, ",\"proxy_sig\":\"\"")).isEqualTo("PONG");
        }
    }

    @Test
    @Rows({"AU-19", "CF-22"})
    void without_trusted_proxies_nobody_looks_at_a_signature() {
        try (RunningServer server = target.start("")) {
            assertThat(answer(server, null, ",\"proxy_sig\":\"AAAA\"")).isEqualTo("PONG");
        }
    }

    @Test
    @Rows({"AU-19", "CF-22"})
    void a_signature_is_over_the_nonce_of_this_connection() {
        try (RunningServer server = target.start(TRUSTED);
                Peer other = Peer.dial(server)) {
            String stolen = TokenPeer.signature(PROXY, other.info().get("nonce"));
            assertThat(answer(server, null, ",\"proxy_sig\":\"" + stolen + "\""))
                    .isEqualTo(VIOLATION);
        }
    }

    @Test
    @Rows({"AU-19", "CF-09"})
    void users_that_require_a_proxy_come_through_one() {
        String users = TRUSTED + "authorization { users: [ {user: free, password: p},"
                + " {user: bound, password: p, proxy_required: true}, {nkey: " + USER.publicKey()
                + ", proxy_required: true} ] }\n";
        String bound = ",\"user\":\"bound\",\"pass\":\"p\"";
        String nkey = ",\"nkey\":\"" + USER.publicKey() + "\",\"sig\":\"<sig>\"";
        try (RunningServer server = target.start(users)) {
            assertThat(answer(server, null, ",\"user\":\"free\",\"pass\":\"p\""))
                    .isEqualTo("PONG");
            assertThat(answer(server, null, bound)).isEqualTo(VIOLATION);
            await().untilAsserted(() -> assertThat(server.log()).contains("Proxy Required"));
            assertThat(answer(server, PROXY, bound)).isEqualTo("PONG");
            assertThat(answer(server, PROXY, bound.replace("\"p\"", "\"wrong\"")))
                    .isEqualTo(VIOLATION);
            assertThat(answer(server, STRANGER, bound)).isEqualTo(VIOLATION);
            assertThat(answer(server, null, nkey)).isEqualTo(VIOLATION);
            assertThat(answer(server, ANOTHER, nkey)).isEqualTo("PONG");
        }
    }

    @Test
    @Rows({"AU-19", "CF-09"})
    void a_single_user_or_a_token_can_require_one_for_everybody() {
        String single = TRUSTED + "authorization { user: u, password: p, proxy_required: true }\n";
        try (RunningServer server = target.start(single)) {
            assertThat(answer(server, null, ",\"user\":\"u\",\"pass\":\"p\"")).isEqualTo(VIOLATION);
            assertThat(answer(server, PROXY, ",\"user\":\"u\",\"pass\":\"p\"")).isEqualTo("PONG");
        }
        String token = TRUSTED + "authorization { token: t, proxy_required: true }\n";
        try (RunningServer server = target.start(token)) {
            assertThat(answer(server, null, ",\"auth_token\":\"t\"")).isEqualTo(VIOLATION);
            assertThat(answer(server, PROXY, ",\"auth_token\":\"t\"")).isEqualTo("PONG");
        }
    }

    @Test
    @Rows({"AU-19", "AU-09", "AU-08"})
    void tokens_require_one_by_their_own_rules_or_by_those_of_a_scoped_key() {
        NKey operator = NKey.generate(NKeyKind.OPERATOR);
        NKey account = NKey.generate(NKeyKind.ACCOUNT);
        NKey scoped = NKey.generate(NKeyKind.ACCOUNT);
        UserRules required = UserRules.builder().proxyRequired(true).build();
        String config = TRUSTED + "operator: "
                + OperatorClaims.builder(operator.publicKey()).sign(operator)
                + "\nresolver: MEMORY\nresolver_preload: { " + account.publicKey() + ": "
                + AccountClaims.builder(account.publicKey())
                        .signingKey(SigningKey.scoped(scoped.publicKey(), "bound", required))
                        .sign(operator)
                + " }\n";
        UserClaims.Builder user = UserClaims.builder(USER.publicKey());
        String own = ",\"jwt\":\"" + user.rules(required).sign(account) + "\",\"sig\":\"<sig>\"";
        String byTemplate = ",\"jwt\":\""
                + user.issuerAccount(account.publicKey())
                        .rules(UserRules.none())
                        .sign(scoped)
                + "\",\"sig\":\"<sig>\"";
        try (RunningServer server = target.start(config)) {
            for (String fields : new String[] {own, byTemplate}) {
                assertThat(answer(server, null, fields)).isEqualTo(VIOLATION);
                assertThat(answer(server, PROXY, fields)).isEqualTo("PONG");
                assertThat(answer(server, STRANGER, fields)).isEqualTo(VIOLATION);
            }
        }
    }
}
