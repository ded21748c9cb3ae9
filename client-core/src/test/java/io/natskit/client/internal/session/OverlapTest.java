// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.client.internal.outbox.FakeSink;
import io.natskit.client.internal.outbox.Sink;
import io.natskit.client.internal.protocol.MsgRange;
import io.natskit.client.internal.protocol.OpDecoder;
import io.natskit.client.internal.protocol.RecordedOps;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OverlapTest {
    private final Sink old = new FakeSink(0);
    private final Sink fresh = new FakeSink(0);
    private final Overlap overlap = Objects.requireNonNull(Overlap.of(old));

    @Test
    void what_the_old_server_brought_is_dropped_when_the_new_one_brings_it() {
        assertThat(delivered(old, msg("a"))).isTrue();
        assertThat(delivered(old, msg("b"))).isTrue();
        assertThat(delivered(fresh, msg("a"))).isFalse();
        assertThat(delivered(fresh, msg("b"))).isFalse();
    }

    @Test
    void what_the_new_server_brought_is_dropped_when_the_old_one_brings_it() {
        assertThat(delivered(fresh, msg("a"))).isTrue();
        assertThat(delivered(old, msg("a"))).isFalse();
    }

    @Test
    void a_server_alone_may_bring_the_same_as_often_as_it_likes() {
        assertThat(deliveredOf(5, fresh, msg("tick"))).isEqualTo(5);
        assertThat(deliveredOf(5, old, msg("tock"))).isEqualTo(5);
    }

    @Test
    void what_the_old_server_alone_brought_several_times_drops_nothing_of_the_new_one() {
        assertThat(deliveredOf(3, old, msg("tick"))).isEqualTo(3);
        assertThat(deliveredOf(5, fresh, msg("tick"))).isEqualTo(5);
    }

    @Test
    void what_the_old_server_alone_brought_once_drops_at_most_one_of_the_new_one() {
        assertThat(delivered(old, msg("tick"))).isTrue();
        assertThat(deliveredOf(5, fresh, msg("tick"))).isEqualTo(4);
    }

    @Test
    void a_content_that_showed_itself_to_repeat_is_kept_however_it_comes() {
        assertThat(delivered(old, msg("tick"))).isTrue();
        assertThat(delivered(fresh, msg("tick"))).isFalse();
        assertThat(delivered(old, msg("tick"))).isTrue();
        assertThat(delivered(fresh, msg("tick"))).isTrue();
        assertThat(delivered(old, msg("tick"))).isTrue();
    }

    @Test
    void messages_that_differ_in_anything_are_not_the_same() {
        assertThat(delivered(old, "MSG s 1 4\r\nr 2x\r\n")).isTrue();
        assertThat(delivered(fresh, "MSG t 1 4\r\nr 2x\r\n")).isTrue();
        assertThat(delivered(fresh, "MSG s 2 4\r\nr 2x\r\n")).isTrue();
        assertThat(delivered(fresh, "MSG s 1 r 4\r\nr 2x\r\n")).isTrue();
        assertThat(delivered(fresh, "MSG s 1 4\r\nr 2y\r\n")).isTrue();
        assertThat(delivered(fresh, "HMSG s 1 12 16\r\nNATS/1.0\r\n\r\nr 2x\r\n"))
                .isTrue();
        assertThat(delivered(fresh, "MSG s 1 4\r\nr 2x\r\n")).isFalse();
    }

    @Test
    void a_message_of_a_subject_alone_is_never_dropped() {
        assertThat(delivered(old, "MSG s 1 0\r\n\r\n")).isTrue();
        assertThat(delivered(fresh, "MSG s 1 0\r\n\r\n")).isTrue();
    }

    @Test
    void a_message_with_a_reply_or_headers_alone_is_known_again() {
        assertThat(delivered(old, "MSG s 1 r 0\r\n\r\n")).isTrue();
        assertThat(delivered(fresh, "MSG s 1 r 0\r\n\r\n")).isFalse();
        assertThat(delivered(old, "HMSG s 1 12 12\r\nNATS/1.0\r\n\r\n\r\n")).isTrue();
        assertThat(delivered(fresh, "HMSG s 1 12 12\r\nNATS/1.0\r\n\r\n\r\n")).isFalse();
    }

    @Test
    void past_the_bound_messages_pass_and_those_remembered_are_still_known() {
        for (int i = 0; i < Overlap.REMEMBERED_MAX; i++) {
            delivered(old, msg("n" + i));
        }
        assertThat(delivered(old, msg("more"))).isTrue();
        assertThat(delivered(fresh, msg("more"))).isTrue();
        assertThat(delivered(fresh, msg("n0"))).isFalse();
        assertThat(delivered(fresh, msg("n" + (Overlap.REMEMBERED_MAX - 1)))).isFalse();
    }

    private static String msg(String payload) {
        return "MSG s 1 " + payload.length() + "\r\n" + payload + "\r\n";
    }

    private boolean delivered(Sink way, String op) {
        return deliveredOf(1, way, op) == 1;
    }

    /** Brings an op so many times, and says how many of them are not taken for a second one. */
    private int deliveredOf(int times, Sink way, String op) {
        int[] count = {0};
        byte[] bytes = op.getBytes(US_ASCII);
        for (int i = 0; i < times; i++) {
            new OpDecoder().decode(bytes, 0, bytes.length, new RecordedOps() {
                @Override
                public void msg(MsgRange message) {
                    count[0] += overlap.isSecond(way, message) ? 0 : 1;
                }
            });
        }
        return count[0];
    }
}
