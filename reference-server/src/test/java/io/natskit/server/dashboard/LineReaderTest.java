// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server sends, taken apart. */
class LineReaderTest {
    private final List<String> events = new ArrayList<>();
    private final LineReader reader = new LineReader(new LineReader.Events() {
        @Override
        public void line(String text) {
            events.add("line " + text);
        }

        @Override
        public void message(String subject, String reply, byte[] headers, byte[] payload, long payloadBytes) {
            events.add(subject + "|" + reply + "|" + new String(headers, StandardCharsets.UTF_8) + "|"
                    + new String(payload, StandardCharsets.UTF_8) + "|" + payloadBytes);
        }
    });

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void lines_and_messages_are_found_however_they_were_cut() {
        byte[] all =
                bytes("INFO {}\r\nMSG a 1 2\r\nhi\r\nMSG b 1 r.1 0\r\n\r\nHMSG c 1 12 15\r\nNATS/1.0\r\n\r\nab\n\r\n"
                        + "HMSG d 1 r 12 12\r\nNATS/1.0\r\n\r\n\r\n-ERR 'x'\r\n");
        List<String> expected = List.of(
                "line INFO {}",
                "a|||hi|2",
                "b|r.1|||0",
                "c||NATS/1.0\r\n\r\n|ab\n|3",
                "d|r|NATS/1.0\r\n\r\n||0",
                "line -ERR 'x'");
        for (int cut = 0; cut <= all.length; cut++) {
            events.clear();
            reader.take(ByteBuffer.wrap(all, 0, cut));
            reader.take(ByteBuffer.wrap(all, cut, all.length - cut));
            assertThat(events).as("cut at " + cut).isEqualTo(expected);
        }
    }

    @Test
    void of_a_long_payload_the_beginning_is_kept_and_its_length() {
        String payload = "x".repeat(100_000);
        reader.take(ByteBuffer.wrap(bytes("MSG a 1 100000\r\n" + payload + "\r\nPONG\r\n")));

        assertThat(events).containsExactly("a|||" + payload.substring(0, LineReader.KEPT_MAX) + "|100000", "line PONG");
    }

    @Test
    void a_line_without_end_is_refused() {
        ByteBuffer endless = ByteBuffer.wrap(bytes("x".repeat(70_000)));

        assertThatThrownBy(() -> reader.take(endless)).isInstanceOf(IllegalStateException.class);
    }
}
