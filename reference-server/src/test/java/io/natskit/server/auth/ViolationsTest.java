// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViolationsTest {
    @Test
    void texts_are_those_of_nats_server() {
        assertThat(Violations.publish(bytes("xfoo.a"), 1, 5))
                .isEqualTo("Permissions Violation for Publish to \"foo.a\"");
        assertThat(Violations.publishWithReply(bytes("_R_.a"), 0, 5))
                .isEqualTo("Permissions Violation for Publish with Reply of \"_R_.a\"");
        assertThat(Violations.subscription(bytes("foo"), null))
                .isEqualTo("Permissions Violation for Subscription to \"foo\"");
        assertThat(Violations.subscription(bytes("foo"), bytes("v2")))
                .isEqualTo("Permissions Violation for Subscription to \"foo\" using queue \"v2\"");
        assertThat(Violations.tooManyTokens(bytes("a.b")))
                .isEqualTo("Permissions Violation for Subscription to \"a.b\", too many tokens");
    }

    @Test
    void no_byte_of_a_subject_ends_the_line_or_the_quotation() {
        // the answer of nats-server 2.15.2 to these bytes
        assertThat(Violations.publish("x\"\\\u00e9\u0001y".getBytes(StandardCharsets.ISO_8859_1), 0, 6))
                .isEqualTo("Permissions Violation for Publish to \"x\\\"\\\\\\xe9\\x01y\"");
        for (int b = 0; b < 256; b++) {
            byte[] subject = {'a', (byte) b, (byte) 0xc3};
            String text = Violations.publish(subject, 0, 3);
            assertThat(text)
                    .doesNotContain("\r")
                    .doesNotContain("\n")
                    .doesNotContain("\u0000")
                    .endsWith("\\xc3\"");
        }
    }

    @Test
    void whole_characters_show_as_they_are_and_unprintable_ones_as_numbers() {
        byte[] subject = bytes("é漢\u200b\u00a0\uFFFD\uD83D\uDE00\t");
        assertThat(Violations.publish(subject, 0, subject.length))
                .endsWith("\"é漢\\u200b\\u00a0\uFFFD\uD83D\uDE00\\t\"");
    }

    @ParameterizedTest
    @CsvSource({
        "_GR_., false, false", "_GR_.a, true, true", "$NRG., true, false", "$NRG.x, true, false", "$NRG, false, false",
        "_R_., false, true", "_R_.x, false, true", "_R_, false, false", "$JS.ACK., false, false",
                "$JS.ACK.x, false, true",
        "a, false, false", "_INBOX.x, false, false"
    })
    void reserved_subjects_are_those_of_nats_server(String subject, boolean publish, boolean reply) {
        byte[] bytes = bytes("x" + subject);
        assertThat(ReservedSubjects.isReservedForPublish(bytes, 1, bytes.length - 1, false))
                .isEqualTo(publish);
        assertThat(ReservedSubjects.isReservedForReply(bytes, 1, bytes.length - 1))
                .isEqualTo(reply);
        boolean consensus = subject.startsWith("$NRG.");
        assertThat(ReservedSubjects.isReservedForPublish(bytes, 1, bytes.length - 1, true))
                .isEqualTo(publish && !consensus);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
