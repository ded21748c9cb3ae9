// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IngestReplyTest {
    private final IngestReply reply = new IngestReply("_INBOX.a.10.fail.");

    private static String text(byte[] subject) {
        return new String(subject, StandardCharsets.US_ASCII);
    }

    @Test
    void counts_over_every_change_of_length() {
        for (int number = 1; number <= 100_001; number++) {
            assertThat(text(reply.next(number, IngestReply.APPEND))).isEqualTo("_INBOX.a.10.fail." + number + ".1.$FI");
        }
    }

    @Test
    void says_the_operation_of_each_message() {
        assertThat(text(reply.next(1, IngestReply.START))).isEqualTo("_INBOX.a.10.fail.1.0.$FI");
        assertThat(text(reply.next(2, IngestReply.APPEND))).isEqualTo("_INBOX.a.10.fail.2.1.$FI");
        assertThat(text(reply.of(3, IngestReply.COMMIT))).isEqualTo("_INBOX.a.10.fail.3.2.$FI");
    }

    @Test
    void finds_its_way_after_a_number_that_was_not_the_next() {
        reply.next(7, IngestReply.APPEND);

        assertThat(text(reply.next(9, IngestReply.APPEND))).isEqualTo("_INBOX.a.10.fail.9.1.$FI");
        assertThat(text(reply.next(10, IngestReply.APPEND))).isEqualTo("_INBOX.a.10.fail.10.1.$FI");
        assertThat(text(reply.next(3, IngestReply.APPEND))).isEqualTo("_INBOX.a.10.fail.3.1.$FI");
    }

    @Test
    void of_leaves_the_count_as_it_is() {
        reply.next(41, IngestReply.APPEND);
        reply.of(99, IngestReply.PING);

        assertThat(text(reply.next(42, IngestReply.APPEND))).isEqualTo("_INBOX.a.10.fail.42.1.$FI");
    }
}
