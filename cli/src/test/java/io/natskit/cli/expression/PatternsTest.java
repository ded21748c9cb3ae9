// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {
    @Test
    void a_pattern_that_others_go_back_in_for_ever_takes_no_time() {
        boolean found = Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> Patterns.compile("^(a+)+$")
                        .matcher("a".repeat(50_000) + "b")
                        .find());
        assertThat(found).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "a**", "(", "(a{1000}){1000}", "((a{1,100}){100}){100}", "\\C"})
    void what_is_no_pattern_or_would_take_much_memory_is_refused(String text) {
        assertThatThrownBy(() -> Patterns.compile(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void long_ones_are_refused() {
        assertThatThrownBy(() -> Patterns.compile("(".repeat(2_000))).hasMessageContaining("at most 1000");
        assertThat(Patterns.compile("[a-z]{1,63}(\\.[a-z]{1,63}){3}")
                        .matcher("a.b.c.d")
                        .find())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"id\":123456,", "\"seq\":123456}", "1024, 2048,", "{\"a\":999999}", "\\{999999}"})
    void numbers_that_repeat_nothing_are_numbers(String text) {
        assertThat(Patterns.compile(text)).isNotNull();
    }
}
