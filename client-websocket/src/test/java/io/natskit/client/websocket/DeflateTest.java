// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateTest {
    @Test
    void nothing_is_agreed_without_an_answer() {
        assertThat(Deflate.of(List.of(), true)).isEqualTo(Deflate.NONE);
        assertThat(Deflate.of(List.of(), false)).isEqualTo(Deflate.NONE);
    }

    @Test
    void both_remember_unless_the_server_says_otherwise() {
        assertThat(Deflate.of(List.of("permessage-deflate"), true)).isEqualTo(new Deflate(true, true, true));
        assertThat(Deflate.of(
                        List.of("permessage-deflate; server_no_context_takeover; client_no_context_takeover"), true))
                .isEqualTo(new Deflate(true, false, false));
        assertThat(Deflate.of(
                        List.of("Permessage-Deflate ;Client_No_Context_Takeover;server_max_window_bits=\"12\""), true))
                .isEqualTo(new Deflate(true, false, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-bzip2",
                "permessage-deflate, permessage-deflate",
                "permessage-deflate; client_max_window_bits=10",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=x",
                "permessage-deflate; something",
                "",
            })
    void what_was_not_offered_is_refused(String answer) {
        assertThatThrownBy(() -> Deflate.of(List.of(answer), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was not offered");
    }

    @Test
    void an_answer_to_no_offer_is_refused() {
        assertThatThrownBy(() -> Deflate.of(List.of("permessage-deflate"), false))
                .hasMessage("the extension permessage-deflate was not offered");
    }
}
