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

/** NATS advisories about who somebody is; each test is named after its own. */
class AdvisoriesIT {
    private static final String SYSTEM_ACCOUNT = "accounts { $SYS { users: [{user: admin, password: secret}] } }\n";

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
}
