// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.jetstream.JetStreamApiException;
import io.natskit.wire.jetstream.PubAck;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PubAcksTest {
    private static PubAck read(String json) {
        return PubAcks.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"stream\":\"S\",\"seq\":7}",
                "{\"stream\":\"S\", \"seq\":7}",
                "{\"stream\":\"S\",\"seq\":9223372036854775807}",
                "{\"stream\":\"S\",\"domain\":\"hub\",\"seq\":7}",
                "{\"stream\":\"S\",\"seq\":7,\"duplicate\": true}",
                "{\"stream\":\"S\",\"seq\":7,\"val\":\"12\"}",
                "{\"stream\":\"S\",\"seq\":7,\"batch\":\"b\",\"count\":3}",
                "{\"stream\":\"a\\u0062c\",\"seq\":7}",
                "{\"stream\":\"\u00e4\",\"seq\":7}",
                "{\"seq\":7,\"stream\":\"S\"}"
            })
    void reads_as_the_general_reader_does(String json) {
        assertThat(read(json)).isEqualTo(PubAck.ofJson(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void refusals_are_exceptions_with_code_and_remedy() {
        String json = "{\"error\":{\"code\":400,\"err_code\":10071,\"description\":\"wrong last sequence: 4\"},"
                + "\"stream\":\"S\",\"seq\":0}";

        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(JetStreamApiException.class, e -> {
            assertThat(e.code()).isEqualTo(400);
            assertThat(e.errorCode()).isEqualTo(10071);
            assertThat(e.description()).isEqualTo("wrong last sequence: 4");
            assertThat(e.copy().remedy()).contains("read the last message");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "hello", "{\"stream\":\"S", "{\"stream\":\"\",\"seq\":7}", "[1]"})
    void what_is_no_answer_of_a_stream_is_said_to_be_none(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(JetStreamApiException.class)
                .hasMessageContaining("somebody else answered");
    }
}
