// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.server.NatsServer;
import io.natskit.server.support.RawClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes from other accounts counts and ends as what comes from the own one. */
class SharedStreamsIT {
    private static final String CONFIG = "accounts {\n"
            + " A { users: [{user: a, password: p}], exports: [{stream: \"news.>\"}, {service: help}] }\n"
            + " B { users: [{user: b, password: p}], imports: [\n"
            + "  {stream: {account: A, subject: \"news.>\"}, prefix: from}, {service: {account: A, subject: help}}] }\n"
            + "}\n";

    private static RawClient login(NatsServer server, String user) throws Exception {
        RawClient client = RawClient.to(server);
        client.send("CONNECT {\"verbose\":false,\"user\":\"" + user + "\",\"pass\":\"p\"}\r\n")
                .flush();
        return client;
    }

    @Test
    void a_maximum_counts_what_comes_from_another_account() throws Exception {
        try (NatsServer server = NatsServer.builder().config(CONFIG).start();
                RawClient a = login(server, "a");
                RawClient b = login(server, "b")) {
            b.send("SUB from.news.* 1\r\nUNSUB 1 2\r\nSUB from.> q 2\r\n").flush();
            a.send("PUB news.x 0\r\n\r\nPUB news.y 0\r\n\r\nPUB news.z 0\r\n\r\n")
                    .flush();
            assertThat(List.of(
                            b.line(), b.line(), b.line(), b.line(), b.line(), b.line(), b.line(), b.line(), b.line(),
                            b.line()))
                    .containsExactlyInAnyOrder(
                            "MSG from.news.x 1 0",
                            "",
                            "MSG from.news.y 1 0",
                            "",
                            "MSG from.news.x 2 0",
                            "",
                            "MSG from.news.y 2 0",
                            "",
                            "MSG from.news.z 2 0",
                            "");
            b.flush();
            server.checkInvariants();
        }
    }

    @Test
    void nothing_is_left_behind_by_those_who_leave_or_whose_request_nobody_takes() throws Exception {
        try (NatsServer server = NatsServer.builder().config(CONFIG).start();
                RawClient a = login(server, "a")) {
            int before = server.subscriptionCount();
            for (int i = 0; i < 3; i++) {
                RawClient b = login(server, "b");
                b.send("SUB from.news.* 1\r\nSUB > 2\r\nUNSUB 2\r\nPUB help inbox 0\r\n\r\n")
                        .flush();
                server.checkInvariants();
                b.close();
            }
            await().until(() -> server.clientCount() == 1);
            a.send("PUB news.x 0\r\n\r\n").flush();
            server.checkInvariants();
            assertThat(server.subscriptionCount()).isEqualTo(before);
        }
    }
}
