// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexerTest {
    private static List<String> texts(String text) {
        List<Token> tokens = Lexer.tokens(new Source(text));
        return tokens.subList(0, tokens.size() - 1).stream().map(Token::text).toList();
    }

    @Test
    void signs_are_as_long_as_they_can_be_and_a_range_is_no_fraction() {
        assertThat(texts("a?.b??c>=1..3**2"))
                .containsExactly("a", "?.", "b", "??", "c", ">=", "1", "..", "3", "**", "2");
        assertThat(texts("1.5e-3 .5 0xFF 1_000")).containsExactly("1.5e-3", ".5", "0xFF", "1_000");
    }

    @Test
    void comments_and_white_space_part_tokens_and_are_none() {
        assertThat(texts("a/* b */c // d\n e")).containsExactly("a", "c", "e");
    }

    @Test
    void strings_are_what_their_escapes_stand_for() {
        assertThat(texts("\"a\\n\\t\\\"\\u00e9\\x41\" 'b\"' `c\\n`")).containsExactly("a\n\t\"éA", "b\"", "c\\n");
        assertThat(texts("'\\U0001F600'")).containsExactly("😀");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a @ b        | 1:3 | "@" means nothing here
                    "abc         | 1:1 | a string without an end (expected: ")
                    'a\\q'       | 1:3 | an unknown escape
                    '\\xG1'      | 1:2 | no character
                    '\\uD8       | 1:2 | an unknown escape
                    '\\UFFFFFFFF'| 1:2 | no character
                    a /* b       | 1:3 | a comment without an end
                    """)
    void what_is_no_token_is_told_with_its_place(String text, String place, String message) {
        assertThatThrownBy(() -> Lexer.tokens(new Source(text)))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("(" + place + ")");
    }

    @Test
    void the_place_is_told_with_its_line_and_a_mark_below_it() {
        assertThatThrownBy(() -> Lexer.tokens(new Source("a ==\n  b @ c")))
                .isInstanceOfSatisfying(ExpressionException.class, e -> {
                    assertThat(e.line()).isEqualTo(2);
                    assertThat(e.column()).isEqualTo(5);
                })
                .hasMessageEndingWith(" (2:5)\n |   b @ c\n | ....^");
        assertThatThrownBy(() -> Lexer.tokens(new Source("'a\nb'"))).hasMessageContaining("between back quotes) (1:1)");
    }
}
