// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CopiesTest {
    private static final int TEXT_MAX = 1000;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String told(Copies copies) {
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < copies.count(); i++) {
            told.append(copies.run(i))
                    .append(" then ")
                    .append(copies.length(i))
                    .append(" from ")
                    .append(copies.distance(i))
                    .append(", ");
        }
        return told.append(copies.rest()).toString();
    }

    private static String found(Copies copies, String text) {
        copies.find(bytes(text), text.length());
        return told(copies);
    }

    @Test
    void what_comes_again_is_a_copy() {
        assertThat(found(new Copies(TEXT_MAX), "greeting, another greeting!")).isEqualTo("18 then 8 from 18, 1");
    }

    @Test
    void what_goes_on_is_a_copy_of_itself() {
        assertThat(found(new Copies(TEXT_MAX), "x".repeat(100))).isEqualTo("1 then 99 from 1, 0");
    }

    @Test
    void a_copy_begins_where_it_can() {
        String quiet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        assertThat(found(new Copies(TEXT_MAX), quiet + "#" + quiet))
                .isEqualTo(quiet.length() + 1 + " then " + quiet.length() + " from " + (quiet.length() + 1) + ", 0");
    }

    @Test
    void no_text_is_mixed_up_with_one_before_not_even_when_numbers_begin_again() {
        String text = "greeting, another greeting!";
        Copies copies = new Copies(TEXT_MAX, Copies.FIRST_MAX - 3 * text.length());
        for (int i = 0; i < 10; i++) {
            assertThat(found(copies, text)).isEqualTo("18 then 8 from 18, 1");
            assertThat(found(copies, "greeting")).isEqualTo("8");
        }
    }
}
