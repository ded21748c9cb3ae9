// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkplugTest {
    /** 2024-01-01T00:00:00Z. */
    private static final long NOW = 1_704_067_200_000L;

    private static final String STAMP = "0880e8c792cc31";

    private static String stamped(String hex) {
        byte[] message = HexFormat.of().parseHex(hex);
        return HexFormat.of().formatHex(Sparkplug.stamped(message, 0, message.length, NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "spBv1.0/g/NBIRTH/n,BIRTH",
        "spBv1.0/g/DBIRTH/n/d,BIRTH",
        "spBv1.0/g/NDEATH/n,DEATH",
        "spBv1.0/g/DDEATH/n/d,DEATH",
        "spBv1.0/g/NDATA/n,NONE",
        "spBv1.0/g/NBIRTH,NONE",
        "spBv1.0/g/NBIRTH/n/d/e,NONE",
        "other/g/NBIRTH/n,NONE",
        "$sparkplug/certificates/spBv1.0/g/NBIRTH/n,BIRTH_CERTIFICATE",
        "$sparkplug/certificates/spBv1.0/g/NDEATH/n,DEATH_CERTIFICATE"
    })
    void births_and_deaths_are_known_by_their_topics(String topic, Sparkplug.Kind kind) {
        assertThat(Sparkplug.kind(Names.bytes(topic))).isEqualTo(kind);
    }

    @Test
    void the_first_timestamp_is_replaced_where_it_stands() {
        assertThat(stamped("18070801220161")).isEqualTo("1807" + STAMP + "220161");
        assertThat(stamped("0801")).isEqualTo(STAMP);
    }

    @Test
    void a_message_without_a_timestamp_gets_one_behind_its_fields() {
        assertThat(stamped("1807")).isEqualTo("1807" + STAMP);
        assertThat(stamped("")).isEqualTo(STAMP);
    }

    @Test
    void what_is_no_protocol_buffer_stays_as_it_is() {
        assertThat(stamped("22ff61")).isEqualTo("22ff61");
        assertThat(stamped("ffffffffffffffffffffff")).isEqualTo("ffffffffffffffffffffff");
        assertThat(stamped("0000")).isEqualTo("0000");
        assertThat(stamped("22ffffffffffffffffff0161")).isEqualTo("22ffffffffffffffffff0161");
    }
}
