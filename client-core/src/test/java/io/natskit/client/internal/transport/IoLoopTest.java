// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class IoLoopTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void an_error_of_a_task_or_a_timer_does_not_end_the_thread() {
        CompletableFuture<String> timer = new CompletableFuture<>();
        try (IoLoop loop = new IoLoop("loop under test", null)) {
            loop.execute(() -> {
                throw new AssertionError("of a task");
            });
            loop.execute(() -> {
                loop.schedule(0, () -> {
                    throw new AssertionError("of a timer");
                });
                loop.schedule(0, () -> timer.complete("ran"));
            });

            assertThat(timer).succeedsWithin(SOON).isEqualTo("ran");
            assertThat(loop.offer(() -> {})).isTrue();
        }
    }

    @Test
    void a_closed_loop_takes_no_task() {
        IoLoop loop = new IoLoop("loop under test", null);
        loop.execute(() -> {});
        loop.close();

        assertThat(loop.offer(() -> {})).isFalse();
    }

    @Test
    void what_a_read_may_bring_has_room_in_the_array() {
        try (IoLoop loop = new IoLoop("loop under test", null)) {
            assertThat(loop.readBuffer().clear().capacity()).isEqualTo(loop.readArray().length);
        }
    }
}
