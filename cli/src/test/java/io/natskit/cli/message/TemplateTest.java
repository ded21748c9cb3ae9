// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions in bodies. */
class TemplateTest {
    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "n {{Count}}, n 7",
        "{{1}}-{{ 2 }}, b-c",
        "{{.Request}}, body",
        "{{Nothing}}, {{Nothing}}",
        "{{Random 9 2}}, {{Random 9 2}}",
        "open {{Count, open {{Count"
    })
    void what_is_known_is_put_in_and_the_rest_stays(String template, String expected) {
        assertThat(Template.of(template, true).render(7, "a.b.c", "body")).isEqualTo(expected);
        assertThat(Template.of(template, false).render(7, "a.b.c", "body")).isEqualTo(template);
    }

    @Test
    void a_random_text_is_as_long_as_asked_for() {
        assertThat(Template.of("{{Random 10 12}}", true).render(1)).hasSizeBetween(10, 12);
    }
}
