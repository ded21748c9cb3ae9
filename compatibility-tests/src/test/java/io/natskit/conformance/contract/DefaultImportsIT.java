// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Json;
import io.natskit.wire.jwt.JetStreamLimits;
import io.natskit.wire.jwt.OperatorLimits;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every account may ask the system account without a word about it in its claims, before and after they change. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record DefaultImportsIT(Target target) implements Judged {
    private static final NKey A = NKey.generate(NKeyKind.ACCOUNT);

    private static void assertAnswered(Peer peer) {
        assertThat(data(peer, "$SYS.REQ.USER.INFO", "")).containsEntry("account", A.publicKey());
        assertThat(Json.text(data(peer, "$SYS.REQ.ACCOUNT.PING.STATZ", "").get("account_statz")))
                .contains(A.publicKey());
        for (String subject : new String[] {"$SYS.REQ.ACCOUNT.PING.CONNZ", "$SYS.REQ.SERVER.PING.CONNZ"}) {
            assertThat(data(peer, subject, "")).containsEntry("num_connections", 1L);
        }
        assertThat(TokenPeer.request(peer, "$JS.API.INFO", "")).contains("account_info_response");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> data(Peer peer, String subject, String payload) {
        return (Map<String, Object>) TokenPeer.ask(peer, subject, payload).get("data");
    }

    @Test
    @Rows({"AC-06", "AC-08", "SY-03", "SY-04"})
    void an_account_of_claims_asks_about_itself_before_and_after_they_change() {
        OperatorLimits limits =
                OperatorLimits.builder().jetStream(JetStreamLimits.UNLIMITED).build();
        try (RunningServer server = target.start("jetstream { store_dir: \"${store}\" }\n"
                        + OperatorSetup.config(OperatorSetup.account(A).limits(limits)));
                Peer a = TokenPeer.login(server, A);
                Peer system = TokenPeer.login(server, OperatorSetup.SYSTEM)) {
            assertAnswered(a);
            String update = OperatorSetup.signed(
                    OperatorSetup.account(A).name("renamed").limits(limits));
            assertThat(TokenPeer.ask(system, "$SYS.REQ.ACCOUNT." + A.publicKey() + ".CLAIMS.UPDATE", update))
                    .containsKey("data");
            assertAnswered(a);
        }
    }
}
