// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetainedMessageTest {
    private static RetainedMessage from(@Nullable String source) {
        return new RetainedMessage("a.b", 3, "server", source, new byte[] {'x'});
    }

    private static String text(byte[] header) {
        return new String(header, StandardCharsets.UTF_8);
    }

    @Test
    void it_is_read_as_it_was_written() {
        RetainedMessage read =
                RetainedMessage.read("$MQTT.rmsgs.a.b", from("ada").header(), new byte[] {'x'});

        assertThat(read).isNotNull();
        assertThat(read.topic()).isEqualTo("a/b".getBytes(StandardCharsets.UTF_8));
        assertThat(read.qos()).isEqualTo(1);
        assertThat(read.origin()).isEqualTo("server");
        assertThat(read.source()).isEqualTo("ada");
    }

    @Test
    void a_name_with_line_ends_begins_no_other_header() {
        assertThat(text(from("ada\r\nNats-Rollup:all").header()))
                .isEqualTo("NATS/1.0\r\nNmqtt-RTopic:a/b\r\nNmqtt-RFlags:3\r\nNmqtt-ROrigin:server\r\n\r\n");
    }

    @Test
    void a_deletion_is_marked_and_is_of_no_newer_message() {
        assertThat(text(from("ada").deletion(7)))
                .contains("\r\nNmqtt-RFlags:-3\r\n", "\r\nNats-Expected-Last-Subject-Sequence:7\r\n\r\n");
    }
}
