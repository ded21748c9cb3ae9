// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trust A6: bytes that break a line never reach another wire. nats-server lets NUL pass: docs/differences.md. */
class ControlBytesIT {
    private NatsServer server;
    private RawClient sender;
    private RawClient listener;

    @BeforeEach
    void connect() {
        server = NatsServer.builder().log((level, line) -> {}).start();
        sender = new RawClient(server.port());
        listener = new RawClient(server.port());
        sender.connect("\"headers\":true");
        listener.connect("\"headers\":true");
        listener.exchange("SUB > 1\r\n");
    }

    @AfterEach
    void close() {
        sender.close();
        listener.close();
        server.close();
    }

    @Test
    void a_message_with_nul_in_subject_or_reply_is_refused_and_the_next_one_arrives() {
        for (String line : List.of(
                "PUB a\u0000b 2", "PUB a r\u0000 2", "PUB \u0000 2", "HPUB a\u0000 0 2", "HPUB a \u0000r 0 2")) {
            assertThat(sender.exchange(line + "\r\nhi\r\n")).as(line).isEqualTo("-ERR 'Invalid Publish Subject'\r\n");
        }
        sender.exchange("PUB end 1\r\n.\r\n");
        assertThat(listener.readUntil("MSG end 1 1\r\n.\r\n")).isEqualTo("MSG end 1 1\r\n.\r\n");
    }

    @Test
    void a_subscription_with_nul_in_subject_or_queue_is_refused() {
        for (String line : List.of("SUB a\u0000b 2", "SUB \u0000 2", "SUB a q\u0000 2")) {
            assertThat(sender.exchange(line + "\r\n")).as(line).isEqualTo("-ERR 'Invalid Subject'\r\n");
        }
        assertThat(server.subscriptionCount()).isEqualTo(1);
    }

    @Test
    void a_carriage_return_inside_an_argument_never_reaches_another_wire() {
        for (String line : List.of("PUB a\rb 2", "PUB a r\rx 2", "SUB a\rb 9", "SUB a q\rx 9")) {
            RawClient odd = new RawClient(server.port());
            odd.connect("");
            odd.exchange(line + "\r\nhi\r\n");
            odd.close();
        }
        sender.exchange("PUB end 1\r\n.\r\n");
        assertThat(listener.readUntil("MSG end 1 1\r\n.\r\n")).isEqualTo("MSG end 1 1\r\n.\r\n");
    }
}
