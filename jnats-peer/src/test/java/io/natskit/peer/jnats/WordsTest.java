// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.jnats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void every_byte_survives_the_way_through_a_word() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        String word = Words.word(all);
        assertThat(word).doesNotContain(" ").doesNotContain("\n");
        assertThat(Words.bytes(word)).containsExactly(all);
    }

    @Test
    void an_empty_payload_is_still_a_word() {
        assertThat(Words.word(new byte[0])).isEqualTo("%");
        assertThat(Words.bytes("%")).isEmpty();
    }

    @Test
    void pairs_start_where_they_are_told() {
        List<String> words = Words.split("sub a  foo.> queue=q%201");
        assertThat(words).containsExactly("sub", "a", "foo.>", "queue=q%201");
        assertThat(Words.pairs(words, 3)).isEqualTo(Map.of("queue", "q 1"));
        assertThat(Words.pairs(words, 7)).isEmpty();
    }

    @Test
    void a_word_without_a_value_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Words.pairs(List.of("connect", "url", "verbose"), 2))
                .withMessage("argument verbose (expected: key=value)");
    }
}
