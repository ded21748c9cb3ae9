// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What publishers say in headers and reply subjects. */
class PublishFormsTest {
    @Test
    void a_fast_batch_is_told_by_its_reply_subject() {
        FastBatchReply reply = FastBatchReply.of("_INBOX.x.u1.5.ok.7.2.$FI");
        assertThat(reply).isEqualTo(new FastBatchReply("u1", 5, true, 7, true, false, false));
        assertThat(FastBatchReply.of("p.u1.0.fail.1.0.$FI"))
                .isEqualTo(new FastBatchReply("u1", 10, false, 1, false, false, false));
        assertThat(FastBatchReply.of("p.u1.99999.fail.3.4.$FI"))
                .isEqualTo(new FastBatchReply("u1", 65_535, false, 3, false, false, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p.u.1.maybe.1.0.$FI",
                "p.u.1.ok.0.0.$FI",
                "p.u.1.ok.2.0.$FI",
                "p.u.1.ok.1.1.$FI",
                "p.u.1.ok.1.3.$FI",
                "p.u.1.ok.1.5.$FI",
                "p.u.1.ok.x.1.$FI",
                "ok.1.0.$FI"
            })
    void a_reply_that_keeps_to_no_pattern_is_none(String reply) {
        assertThat(FastBatchReply.of(reply)).isNull();
    }

    @Test
    void a_time_to_live_is_seconds_a_duration_or_never() {
        assertThat(MessageTtl.seconds("5")).isEqualTo(5);
        assertThat(MessageTtl.seconds("1m30s")).isEqualTo(90);
        assertThat(MessageTtl.seconds("Never")).isEqualTo(MessageTtl.NEVER);
        assertThatThrownBy(() -> MessageTtl.seconds("500ms")).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> MessageTtl.seconds("soon")).isInstanceOf(ApiException.class);
    }

    @Test
    void an_increment_is_a_whole_number_of_any_length() {
        assertThat(Counters.number("+12")).isEqualTo(BigInteger.valueOf(12));
        assertThat(Counters.number("-3")).isEqualTo(BigInteger.valueOf(-3));
        assertThat(Counters.number("123456789012345678901234567890"))
                .isEqualTo(new BigInteger("123456789012345678901234567890"));
        assertThat(Counters.number("1.5")).isNull();
        assertThat(Counters.number("+")).isNull();
        assertThat(Counters.number("")).isNull();
    }
}
