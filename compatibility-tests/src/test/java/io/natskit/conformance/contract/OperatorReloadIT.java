// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.JetStreamLimits;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.OperatorLimits;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A reload where accounts and users come as tokens. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record OperatorReloadIT(Target target) implements Judged {
    private static final NKey A = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey B = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey USER = NKey.generate(NKeyKind.USER);

    private static final String JET_STREAM = "jetstream {store_dir: \"${store}\"}\n";

    /** What a user of the account is answered. */
    private static String login(Peer peer, NKey account) {
        return TokenPeer.answer(peer, UserClaims.builder(USER.publicKey()).sign(account), USER);
    }

    @Test
    @Rows({"PR-03", "AC-08"})
    void other_claims_in_the_file_reach_those_who_are_connected() {
        try (RunningServer server =
                        target.start(OperatorSetup.config(OperatorSetup.account(A), OperatorSetup.account(B)));
                Peer a = Peer.dial(server);
                Peer b = Peer.dial(server)) {
            assertThat(login(a, A)).isEqualTo("PONG");
            assertThat(login(b, B)).isEqualTo("PONG");
            long soon = Instant.now().plusSeconds(60).getEpochSecond();
            assertThat(server.reload(OperatorSetup.config(
                            OperatorSetup.account(A).revoke(USER.publicKey(), soon), OperatorSetup.account(B))))
                    .isEmpty();
            assertThat(a.word()).startsWith("-ERR 'User Authentication Revoked'");
            assertThat(a.word()).isNull();
            b.fence();
        }
    }

    @Test
    @Rows({"PR-03", "AU-10"})
    void an_account_that_the_file_has_no_more_takes_its_clients_along() {
        try (RunningServer server =
                        target.start(OperatorSetup.config(OperatorSetup.account(A), OperatorSetup.account(B)));
                Peer a = Peer.dial(server);
                Peer b = Peer.dial(server)) {
            assertThat(login(a, A)).isEqualTo("PONG");
            assertThat(login(b, B)).isEqualTo("PONG");
            assertThat(server.reload(OperatorSetup.config(OperatorSetup.account(B))))
                    .isEmpty();
            assertThat(a.word()).isEqualTo("-ERR 'Authorization Violation'");
            assertThat(a.word()).isNull();
            b.fence();
            assertThat(server.reload(OperatorSetup.config(OperatorSetup.account(A), OperatorSetup.account(B))))
                    .isEmpty();
            try (Peer again = Peer.dial(server)) {
                assertThat(login(again, A)).isEqualTo("PONG");
            }
        }
    }

    @Test
    @Rows({"PR-04", "CF-21"})
    void whom_the_server_trusts_is_not_for_a_reload_to_say() {
        NKey stranger = NKey.generate(NKeyKind.OPERATOR);
        String other = OperatorSetup.config(OperatorSetup.account(A))
                .replace(
                        OperatorSetup.TRUSTED,
                        OperatorClaims.builder(stranger.publicKey())
                                .systemAccount(OperatorSetup.SYSTEM.publicKey())
                                .sign(stranger));
        try (RunningServer server = target.start(OperatorSetup.config(OperatorSetup.account(A)));
                Peer a = Peer.dial(server)) {
            assertThat(login(a, A)).isEqualTo("PONG");
            assertThat(server.reload(other)).contains("config reload not supported for Trusted");
            a.fence();
        }
    }

    @Test
    @Rows({"PR-03", "AU-10", "CF-21"})
    void an_account_whose_new_claims_are_bad_is_gone_until_they_are_good_again_and_keeps_its_streams() {
        AccountClaims.Builder kept = OperatorSetup.account(A)
                .limits(OperatorLimits.builder()
                        .jetStream(JetStreamLimits.UNLIMITED)
                        .build());
        String good = JET_STREAM + OperatorSetup.config(kept, OperatorSetup.account(B));
        String bad = JET_STREAM
                + OperatorSetup.config(
                        OperatorSetup.account(A).expires(Instant.now().minusSeconds(5)), OperatorSetup.account(B));
        try (RunningServer server = target.start(good);
                Peer a = Peer.dial(server);
                Peer b = Peer.dial(server)) {
            assertThat(login(a, A)).isEqualTo("PONG");
            assertThat(login(b, B)).isEqualTo("PONG");
            assertThat(TokenPeer.request(a, "$JS.API.STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s\"]}"))
                    .contains("\"did_create\":true");
            assertThat(server.reload(bad)).isEmpty();
            assertThat(a.word()).isEqualTo("-ERR 'Authorization Violation'");
            assertThat(server.log())
                    .contains("Account [" + A.publicKey() + "] has validation issues:", "  - claim is expired")
                    .contains("Reloaded: deleting account [removed]: \"" + A.publicKey() + "\"");
            assertThat(TokenPeer.answer(server, A)).isEqualTo("-ERR 'Authorization Violation'");
            b.fence();
            assertThat(server.reload(good)).isEmpty();
            try (Peer again = TokenPeer.login(server, A)) {
                assertThat(TokenPeer.request(again, "$JS.API.STREAM.INFO.S", ""))
                        .contains("\"name\":\"S\"");
            }
        }
    }
}
