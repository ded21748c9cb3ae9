// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class RecorderTest {
    @Test
    void an_interrupted_wait_fails_rather_than_answer_what_is_there() {
        Recorder recorder = new Recorder(10, 1000);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> recorder.await(() -> 0, view -> false, Duration.ofSeconds(5)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("interrupted while waiting");
        assertThat(Thread.interrupted()).isTrue();
    }
}
