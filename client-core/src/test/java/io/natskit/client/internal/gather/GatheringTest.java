// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.gather;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.client.RepliesEnd;
import io.natskit.client.RequestManyOptions;
import io.natskit.client.internal.FakeMessage;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final long MILLI = 1_000_000;

    private static Gathering gathering(Consumer<RequestManyOptions.Builder> spec) {
        return new Gathering(RequestManyOptions.of(spec), Duration.ofMillis(5000), 0);
    }

    @Test
    void time_in_all_is_the_last_resort() {
        Gathering g = gathering(o -> {});
        assertThat(g.waitNanos(0)).isEqualTo(5000 * MILLI);
        assertThat(g.take(FakeMessage.of("a"), 10)).isTrue();
        assertThat(g.waitNanos(4999 * MILLI)).isEqualTo(MILLI);
        g.timeUp(5000 * MILLI);
        assertThat(g.end()).isEqualTo(RepliesEnd.TIMEOUT);
    }

    @Test
    void a_gap_counts_from_the_first_reply_on() {
        Gathering g = gathering(o -> o.timeout(Duration.ofMillis(1000)).stall(Duration.ofMillis(100)));
        assertThat(g.waitNanos(500 * MILLI)).isEqualTo(500 * MILLI);
        g.take(FakeMessage.of("a"), 600 * MILLI);
        assertThat(g.waitNanos(600 * MILLI)).isEqualTo(100 * MILLI);
        g.take(FakeMessage.of("b"), 650 * MILLI);
        assertThat(g.waitNanos(700 * MILLI)).isEqualTo(50 * MILLI);
        g.timeUp(750 * MILLI);
        assertThat(g.end()).isEqualTo(RepliesEnd.STALL);
    }

    @Test
    void a_gap_never_outlasts_the_time_in_all() {
        Gathering g = gathering(o -> o.timeout(Duration.ofMillis(100)).stall(Duration.ofMillis(80)));
        g.take(FakeMessage.of("a"), 50 * MILLI);
        assertThat(g.waitNanos(50 * MILLI)).isEqualTo(50 * MILLI);
    }

    @Test
    void enough_replies_end_it_and_the_last_is_handed_out() {
        Gathering g = gathering(o -> o.maxReplies(2));
        assertThat(g.take(FakeMessage.of("a"), 0)).isTrue();
        assertThat(g.end()).isNull();
        assertThat(g.take(FakeMessage.of("b"), 0)).isTrue();
        assertThat(g.end()).isEqualTo(RepliesEnd.MAX_REPLIES);
        assertThat(g.take(FakeMessage.of("c"), 0)).isFalse();
    }

    @Test
    void a_sentinel_ends_it_and_is_not_handed_out() {
        Gathering g = gathering(RequestManyOptions.Builder::emptyEnds);
        assertThat(g.take(FakeMessage.of("a"), 0)).isTrue();
        assertThat(g.take(FakeMessage.of(""), 0)).isFalse();
        assertThat(g.end()).isEqualTo(RepliesEnd.SENTINEL);
    }

    @Test
    void nobody_listening_ends_it_at_once() {
        Gathering g = gathering(RequestManyOptions.Builder::emptyEnds);
        assertThat(g.take(FakeMessage.noResponders(), 0)).isFalse();
        assertThat(g.end()).isEqualTo(RepliesEnd.NO_RESPONDERS);
    }

    @Test
    void the_first_end_stays() {
        Gathering g = gathering(o -> o.maxReplies(1));
        g.take(FakeMessage.of("a"), 0);
        g.end(RepliesEnd.CANCELLED);
        assertThat(g.end()).isEqualTo(RepliesEnd.MAX_REPLIES);
    }
}
