// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoQuoteTest {
    @Test
    void quotes_as_go_prints_them() {
        assertThat(GoQuote.quote("a\"b\\c\n\u0001\u007fé")).isEqualTo("\"a\\\"b\\\\c\\n\\x01\\x7fé\"");
    }

    @Test
    void escaped_text_has_no_marks_and_stays_on_its_line() {
        assertThat(GoQuote.escape("one\r\n[INF] two")).isEqualTo("one\\r\\n[INF] two");
        assertThat(GoQuote.escape("")).isEmpty();
    }
}
