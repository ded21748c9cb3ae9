// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import io.natskit.server.TestClock;
import io.natskit.server.config.AccountOptions;
import io.natskit.server.config.UserOptions;
import io.natskit.server.support.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the server tells its counts. One loop: what was due when a client asked has been done when that is answered. */
class StatisticsIT {
    private final TestClock clock = new TestClock();

    private NatsServer start() {
        return NatsServer.builder()
                .clock(clock)
                .configure(o -> o.loops(1)
                        .systemAccount("S")
                        .accounts(List.of(AccountOptions.builder()
                                .name("S")
                                .users(List.of(UserOptions.builder()
                                        .name("s")
                                        .password("p")
                                        .build()))
                                .build())))
                .start();
    }

    private static RawClient listening(NatsServer server) throws IOException {
        RawClient client = RawClient.to(server);
        client.send("CONNECT {\"verbose\":false,\"user\":\"s\",\"pass\":\"p\"}\r\nSUB $SYS.SERVER.*.STATSZ 1\r\n");
        client.flush();
        return client;
    }

    /** At that second of the clock the counts are told. */
    private static void assertTold(RawClient client, String second) throws IOException {
        String content = client.lineAfter("MSG $SYS.SERVER.");
        assertThat(content).contains("\"time\":\"1970-01-01T00:00:0" + second + "Z\"");
    }

    private void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    /** Twice: what is told is told behind the turn that a timer belongs to. */
    private static void assertSilent(RawClient client) throws IOException {
        assertThat(client.flush() + client.flush()).isEmpty();
    }

    @Test
    void broadcasts_are_a_second_apart_and_one_that_is_too_early_comes_at_its_end() throws IOException {
        try (NatsServer server = start();
                RawClient client = listening(server)) {
            pass(250);
            assertTold(client, "0.25");
            pass(500);
            assertSilent(client);
            pass(499);
            assertSilent(client);
            pass(1);
            assertTold(client, "1.25");
        }
    }

    @Test
    void whoever_asks_for_one_has_it_at_once_and_puts_off_the_next() throws IOException {
        try (NatsServer server = start();
                RawClient client = listening(server)) {
            pass(250);
            assertTold(client, "0.25");
            pass(300);
            for (int i = 0; i < 3; i++) {
                client.send("PUB $SYS.REQ.SERVER.PING 0\r\n\r\n");
                assertTold(client, "0.55");
            }
            pass(200);
            assertSilent(client);
            pass(799);
            assertSilent(client);
            pass(1);
            assertTold(client, "1.55");
        }
    }
}
