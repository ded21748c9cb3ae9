// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final int MIB = 1024 * 1024;

    @Test
    void a_window_asks_when_half_full_and_doubles_with_the_answer() {
        FlowWindow window = new FlowWindow();
        assertThat(window.sent(MIB, false)).isFalse();
        assertThat(window.sent(1, false)).isTrue();
        byte[] id = "$JS.FC.S.c.1".getBytes(UTF_8);
        window.ask(id);
        assertThat(window.sent(MIB, false)).isFalse();
        assertThat(window.isClosed()).isTrue();
        assertThat(window.answered("$JS.FC.S.c.2".getBytes(UTF_8), 0, 12)).isFalse();
        assertThat(window.answered(id, 0, id.length)).isTrue();
        assertThat(window.windowBytes()).isEqualTo(4 * MIB);
        assertThat(window.isClosed()).isFalse();
        assertThat(window.answered(id, 0, id.length)).isFalse();
    }

    @Test
    void a_rate_lets_a_burst_through_and_then_a_steady_flow() {
        ByteRate rate = new ByteRate(8000, 500, 0);
        assertThat(rate.delayNanos(500, 0)).isZero();
        rate.sent(500);
        assertThat(rate.delayNanos(100, 0)).isEqualTo(100_000_000);
        assertThat(rate.delayNanos(100, 100_000_000)).isZero();
        rate.sent(100);
        assertThat(rate.delayNanos(9999, 600_000_000)).isZero();
    }
}
