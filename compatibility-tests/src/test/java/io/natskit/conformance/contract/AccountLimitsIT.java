// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.AccountExport;
import io.natskit.wire.jwt.AccountImport;
import io.natskit.wire.jwt.JetStreamLimits;
import io.natskit.wire.jwt.OperatorLimits;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What an account may have, by its configuration and by its claims. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record AccountLimitsIT(Target target) implements Judged {
    private static final String VIOLATION = "-ERR 'Authorization Violation'";
    private static final NKey A = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey B = NKey.generate(NKeyKind.ACCOUNT);

    private static AccountClaims.Builder exporter() {
        return OperatorSetup.account(B)
                .exports(List.of(
                        AccountExport.stream("one").build(),
                        AccountExport.stream("two").build()));
    }

    private static AccountClaims.Builder limited(Consumer<OperatorLimits.Builder> limits) {
        OperatorLimits.Builder builder = OperatorLimits.builder();
        limits.accept(builder);
        return OperatorSetup.account(A).limits(builder.build());
    }

    /** What a user of the account is answered. */
    private String answer(AccountClaims.Builder account) {
        try (RunningServer server = target.start(OperatorSetup.config(account, exporter()))) {
            return TokenPeer.answer(server, A);
        }
    }

    @Test
    @Rows({"AC-07", "CF-12"})
    void accounts_of_a_configuration_have_connections_subscriptions_and_sizes_of_their_own() {
        try (RunningServer server = target.start("accounts {\n A { users: [{user: a, password: p}], limits: "
                        + "{ max_connections: 1, max_subscriptions: 2, max_payload: 10 } }\n"
                        + " B { users: [{user: b, password: p}] }\n}\n");
                Peer a = Peer.login(server, 0, ",\"user\":\"a\",\"pass\":\"p\"");
                Peer b = Peer.login(server, 0, ",\"user\":\"b\",\"pass\":\"p\"");
                Peer second = Peer.dial(server)) {
            second.info();
            second.send("CONNECT {\"verbose\":false,\"user\":\"a\",\"pass\":\"p\"}\r\nPING\r\n");
            assertThat(second.word()).isEqualTo("-ERR 'maximum account active connections exceeded'");
            a.send("SUB x 1\r\nSUB y 2\r\nSUB z 3\r\n");
            assertThat(a.word()).isEqualTo("-ERR 'maximum subscriptions exceeded'");
            a.send("PUB x 11\r\n0123456789a\r\n");
            assertThat(a.word()).isEqualTo("-ERR 'Maximum Payload Violation'");
            b.send("SUB x 1\r\nSUB y 2\r\nSUB z 3\r\nPUB x 11\r\n0123456789a\r\n");
            assertThat(b.word()).isEqualTo("MSG x 1 11");
        }
    }

    @Test
    @Rows("AC-07")
    void claims_with_more_imports_or_exports_than_they_may_have_are_not_taken() {
        List<AccountImport> imports = List.of(
                AccountImport.stream(B.publicKey(), "one").build(),
                AccountImport.stream(B.publicKey(), "two").build());
        List<AccountExport> exports = List.of(
                AccountExport.stream("three").build(),
                AccountExport.service("four").build());
        assertThat(answer(limited(l -> l.imports(2)).imports(imports))).isEqualTo("PONG");
        assertThat(answer(limited(l -> l.imports(1)).imports(imports))).isEqualTo(VIOLATION);
        assertThat(answer(limited(l -> l.exports(2)).exports(exports))).isEqualTo("PONG");
        assertThat(answer(limited(l -> l.exports(1)).exports(exports))).isEqualTo(VIOLATION);
    }

    @Test
    @Rows("AC-07")
    void exports_with_wildcards_are_for_accounts_that_may_have_them() {
        List<AccountExport> wide = List.of(AccountExport.stream("all.>").build());
        assertThat(answer(limited(l -> l.exports(1).wildcardExports(false)).exports(wide)))
                .isEqualTo(VIOLATION);
        assertThat(answer(limited(l -> l.exports(1).wildcardExports(true)).exports(wide)))
                .isEqualTo("PONG");
    }

    @Test
    @Rows({"AC-07", "JA-01"})
    void a_tier_says_what_streams_of_its_replicas_may_take() {
        JetStreamLimits one = new JetStreamLimits(1_000_000, 1_000_000, 1, -1, 0, 0, 0, false);
        JetStreamLimits three = new JetStreamLimits(2_000_000, 3_000_000, 7, 5, 0, 0, 0, false);
        AccountClaims.Builder tiered = limited(l -> l.tier("R1", one).tier("R3", three));
        try (RunningServer server = target.start(
                        "jetstream { store_dir: \"${store}\" }\n" + OperatorSetup.config(tiered, exporter()));
                Peer a = TokenPeer.login(server, A)) {
            assertThat(create(a, "S")).contains("\"did_create\":true");
            assertThat(create(a, "T")).contains("\"err_code\":10027");
            assertThat(TokenPeer.request(a, "$JS.API.INFO", ""))
                    .contains(
                            "\"tiers\":{\"R1\":",
                            "\"streams\":1",
                            "\"R3\":{\"memory\":0,",
                            "\"streams\":0",
                            "\"max_streams\":7");
        }
    }

    @Test
    @Rows({"AC-07", "JA-01"})
    void streams_for_whose_replicas_there_is_no_tier_are_refused() {
        JetStreamLimits three = new JetStreamLimits(2_000_000, 3_000_000, 7, 5, 0, 0, 0, false);
        AccountClaims.Builder tiered = limited(l -> l.tier("R3", three));
        try (RunningServer server = target.start(
                        "jetstream { store_dir: \"${store}\" }\n" + OperatorSetup.config(tiered, exporter()));
                Peer a = TokenPeer.login(server, A)) {
            assertThat(create(a, "S")).contains("\"err_code\":10120");
            assertThat(TokenPeer.request(a, "$JS.API.INFO", ""))
                    .contains("\"tiers\":{\"R3\":{\"memory\":0,", "\"max_storage\":3000000,\"max_streams\":7");
        }
    }

    private static String create(Peer peer, String name) {
        return TokenPeer.request(
                peer, "$JS.API.STREAM.CREATE." + name, "{\"name\":\"" + name + "\",\"subjects\":[\"" + name + "\"]}");
    }
}
