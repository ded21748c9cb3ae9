// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import static io.natskit.wire.jetstream.Recorded.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row PB-01. */
class PubAckTest {
    static List<String> recorded() throws IOException {
        return Recorded.lines("pub-acks.txt");
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void what_nats_server_answered_is_read_alike_both_ways(String json) {
        boolean refused = ApiError.find(bytes(json)).isPresent();
        PubAck straight = PubAck.read(bytes(json), 0, bytes(json).length, "");
        // a blank in front sends it to the general reader
        PubAck general = PubAck.read(bytes(" " + json), 0, bytes(json).length + 1, "");
        assertThat(straight).isEqualTo(general);
        assertThat(straight == null).isEqualTo(refused);
        if (straight != null) {
            assertThat(straight.toString()).isEqualTo(json.replace(": true", ":true"));
        }
    }

    @Test
    void a_known_name_is_used_again() {
        String known = new String("ORDERS".toCharArray());
        byte[] json = bytes("xx{\"stream\":\"ORDERS\",\"domain\":\"hub\",\"seq\":42,\"duplicate\": true}yy");
        PubAck ack = Objects.requireNonNull(PubAck.read(json, 2, json.length - 4, known));
        assertThat(ack.stream()).isSameAs(known);
        assertThat(ack.domain()).isEqualTo("hub");
        assertThat(ack.sequence()).isEqualTo(42);
        assertThat(ack.duplicate()).isTrue();
        assertThat(Objects.requireNonNull(PubAck.read(json, 2, json.length - 4, "ORDERZ")).stream())
                .isEqualTo("ORDERS");
    }

    @Test
    void what_is_written_otherwise_is_read_all_the_same() {
        PubAck ack = Objects.requireNonNull(
                read(
                        "{ \"seq\": 18446744073709551615, \"new\": [1], \"stream\": \"\\u00e9<\", \"val\":\"-7\", \"error\":null }"));
        assertThat(ack.stream()).isEqualTo("é<");
        assertThat(ack.sequence()).isEqualTo(-1);
        assertThat(ack.value()).isEqualTo("-7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+OK",
                "{\"stream\":\"S\",\"seq\":1",
                "{\"stream\":\"S\",\"seq\":01}",
                "{\"stream\":\"S\",\"seq\":1}}",
                "{\"stream\":\"S\",\"seq\":}",
                "{\"stream\":\"S\",\"seq\":99999999999999999999}",
                "{\"stream\":7,\"seq\":1}",
                "{\"stream\":\"S"
            })
    void what_is_no_acknowledgement_is_refused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(JsonException.class);
    }

    @Test
    void a_server_writes_the_bytes_of_nats_server() {
        PubAckTemplate plain = PubAckTemplate.of("I1", "");
        assertThat(written(plain, 1, false)).isEqualTo("{\"stream\":\"I1\",\"seq\":1}");
        assertThat(written(plain, 1, true)).isEqualTo("{\"stream\":\"I1\",\"seq\":1,\"duplicate\": true}");
        assertThat(written(plain, -1, true))
                .isEqualTo("{\"stream\":\"I1\",\"seq\":18446744073709551615,\"duplicate\": true}");
        assertThat(written(PubAckTemplate.of("a<\"é", "hub"), 1000, false))
                .isEqualTo("{\"stream\":\"a<\\\"é\",\"domain\":\"hub\",\"seq\":1000}");
        for (long sequence : new long[] {0, 9, 10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(written(plain, sequence, false)).contains(":" + Long.toUnsignedString(sequence) + "}");
        }
    }

    private static String written(PubAckTemplate template, long sequence, boolean duplicate) {
        byte[] dst = new byte[template.lengthMax() + 3];
        int end = duplicate ? template.writeDuplicate(sequence, dst, 3) : template.write(sequence, dst, 3);
        return new String(dst, 3, end - 3, StandardCharsets.UTF_8);
    }

    private static PubAck read(String text) {
        return PubAck.read(bytes(text), 0, bytes(text).length, "S");
    }
}
