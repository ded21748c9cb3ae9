// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.natskit.client.SubjectCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectRulesTest {

    @ParameterizedTest
    @CsvSource({
        "a.b,  true,  true,  true,  true",
        "a..b, true,  false, true,  false",
        ".a,   true,  false, true,  false",
        "a.,   true,  false, true,  false",
        "a.*,  true,  false, true,  true",
        "a.>,  true,  false, true,  true",
        ">.a,  true,  false, true,  false",
        "a*,   true,  true,  true,  true",
        "'a b', false, false, false, false",
        "'',   false, false, false, false"
    })
    void each_check_has_its_own_idea(
            String subject, boolean lenientPub, boolean strictPub, boolean lenientSub, boolean strictSub) {
        assertThat(passes(() -> SubjectRules.checkPublish(subject, SubjectCheck.LENIENT)))
                .isEqualTo(lenientPub);
        assertThat(passes(() -> SubjectRules.checkPublish(subject, SubjectCheck.STRICT)))
                .isEqualTo(strictPub);
        assertThat(passes(() -> SubjectRules.checkSubscribe(subject, SubjectCheck.LENIENT)))
                .isEqualTo(lenientSub);
        assertThat(passes(() -> SubjectRules.checkSubscribe(subject, SubjectCheck.STRICT)))
                .isEqualTo(strictSub);
        assertThat(passes(() -> SubjectRules.checkPublish(subject, SubjectCheck.NONE)))
                .isTrue();
    }

    private static boolean passes(Runnable check) {
        try {
            check.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nPUB b 0\r\n", "a\nb", "a\tb", "a\u0000b", "a\u007fb"})
    void what_could_break_a_line_is_refused_and_shown_harmlessly(String subject) {
        for (SubjectCheck check : new SubjectCheck[] {SubjectCheck.LENIENT, SubjectCheck.STRICT}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SubjectRules.checkPublish(subject, check))
                    .withMessageContaining("\\u00")
                    .withMessageNotContaining("\r")
                    .withMessageNotContaining("\n");
            assertThatIllegalArgumentException().isThrownBy(() -> SubjectRules.checkSubscribe(subject, check));
            assertThatIllegalArgumentException().isThrownBy(() -> SubjectRules.checkQueue(subject, check));
        }
    }

    @Test
    void letters_of_other_scripts_are_no_whitespace() {
        assertThatCode(() -> SubjectRules.checkPublish("zürich.東京", SubjectCheck.STRICT))
                .doesNotThrowAnyException();
    }
}
