// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is written, and whatever it is asked of: an answer or an {@link ExpressionException}. */
class ExpressionFuzzTest {
    private static final int TRIES = Boolean.getBoolean("natskit.full") ? 20_000 : 3_000;
    private static final List<String> WORDS = List.of(
            "config",
            "state",
            "Info",
            ".name",
            ".State",
            ".subjects",
            "?.x",
            "#",
            "#acc",
            "[",
            "]",
            "(",
            ")",
            "{",
            "}",
            "1",
            "2.5",
            "-3",
            "'a'",
            "\"b\"",
            "`c`",
            "nil",
            "true",
            "false",
            "+",
            "-",
            "*",
            "/",
            "%",
            "**",
            "..",
            "??",
            "?",
            ":",
            ",",
            "and",
            "or",
            "not",
            "!",
            "in",
            "contains",
            "matches",
            "==",
            "!=",
            "<",
            ">=",
            "|",
            "let x =",
            ";",
            "if",
            "else",
            "len(",
            "any(",
            "map(",
            "filter(",
            "sum(",
            "sort(",
            "sortBy(",
            "split(",
            "now()",
            "duration('1h')",
            "Info.Created",
            ".Sub(",
            ".String()",
            "string(",
            "int(",
            "max(",
            "reduce(",
            "[0]",
            "[1:]");

    private static void check(String text, long seed) {
        try {
            assertThat(Expression.parse(text).evaluate(Samples.STREAM)).isNotNull();
        } catch (ExpressionException e) {
            assertThat(e.getMessage()).contains("\n | ");
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("seed " + seed + ": " + text, e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void words_in_any_order_are_answered_or_refused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            StringBuilder text = new StringBuilder();
            for (int words = random.nextInt(12); words >= 0; words--) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextBoolean() ? " " : "");
            }
            check(text.toString(), seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void any_characters_are_answered_or_refused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append((char) (random.nextInt(8) == 0 ? random.nextInt(0x10000) : 9 + random.nextInt(118)));
            }
            check(text.toString(), seed);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reduce(1..40, #acc + #acc, 'aaaaaaaa')",
                "reduce(1..40, concat(#acc, #acc), [1, 2])",
                "string(reduce(1..100000, [#acc]))",
                "len(flatten(reduce(1..100000, [#acc])))"
            })
    void what_grows_without_end_is_answered_or_refused(String text) {
        check(text, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1 < ", "1 + ", "not ", "(", "[", "{a:", "1 ? 2 : ", "len(", "a.", "!", "any([1], ", "x | "})
    void what_goes_on_and_on_is_answered_or_refused(String part) {
        check(part.repeat(3_000), 0);
        check(part.repeat(90) + "1", 0);
    }
}
