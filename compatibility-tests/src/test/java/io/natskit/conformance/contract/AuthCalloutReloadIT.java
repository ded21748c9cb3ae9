// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A service that decides who comes in, and a reload. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record AuthCalloutReloadIT(Target target) implements Judged {
    private static final NKey ISSUER = NKey.generate(NKeyKind.ACCOUNT);
    private static final String ACCOUNTS = "accounts {\n AUTH { users: [ {user: service, password: pass} ] }\n"
            + " APP { users: [ {user: local, password: pass} ] }\n}\n";
    private static final String NOT_SUPPORTED = "config reload not supported for AuthCallout: ";

    private static String asking(String users) {
        return ACCOUNTS + "authorization { timeout: 10, auth_callout { issuer: " + ISSUER.publicKey()
                + ", account: AUTH, auth_users: [ " + users + " ] } }\n";
    }

    /** As the options of Go are printed. */
    private static String shown(String users) {
        return "&{" + ISSUER.publicKey() + " AUTH " + users + "  []}";
    }

    private static String answer(RunningServer server, String user) {
        try (Peer peer = Peer.dial(server)) {
            peer.info();
            peer.send("CONNECT {\"verbose\":false,\"user\":\"" + user + "\",\"pass\":\"pass\"}\r\nPING\r\n");
            return peer.word();
        }
    }

    @Test
    @Rows({"AU-11", "PR-04"})
    void a_reload_neither_adds_nor_changes_nor_removes_the_service() {
        try (RunningServer server = target.start(ACCOUNTS);
                RunningServer asking = target.start(asking("service"))) {
            assertThat(server.reload(asking("service")))
                    .isEqualTo(NOT_SUPPORTED + "old=<nil>, new=" + shown("[service]"));
            assertThat(answer(server, "local")).isEqualTo("PONG");
            assertThat(asking.reload(asking("service, local")))
                    .isEqualTo(NOT_SUPPORTED + "old=" + shown("[service]") + ", new=" + shown("[service local]"));
            assertThat(asking.reload(ACCOUNTS)).isEqualTo(NOT_SUPPORTED + "old=" + shown("[service]") + ", new=<nil>");
            assertThat(asking.reload(asking("service"))).isEmpty();
            assertThat(answer(asking, "service")).isEqualTo("PONG");
        }
    }
}
