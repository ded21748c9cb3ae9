// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FrameCounterTest {
    private static final String FRAME = "MSG bench.a 1 16\r\nxxxxxxxxxxxxxxxx\r\n";

    @Test
    void frames_are_counted_in_every_split() {
        byte[] stream = bytes(FRAME.repeat(3) + "PING\r\n" + FRAME + "INFO {\"a\":1}\r\n" + FRAME.repeat(2));
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                FrameCounter counter = new FrameCounter(FRAME.length());
                counter.take(ByteBuffer.wrap(stream, 0, first));
                counter.take(ByteBuffer.wrap(stream, first, second - first));
                counter.take(ByteBuffer.wrap(stream, second, stream.length - second));
                assertThat(counter.frames())
                        .as("split at %d and %d", first, second)
                        .isEqualTo(6);
                assertThat(counter.controlLines()).isEqualTo(2);
            }
        }
    }

    @Test
    void half_a_frame_does_not_count() {
        FrameCounter counter = new FrameCounter(FRAME.length());
        counter.take(ByteBuffer.wrap(bytes(FRAME.substring(0, 10))));
        assertThat(counter.frames()).isZero();
    }

    @Test
    void an_error_of_the_server_is_not_taken_for_a_message() {
        FrameCounter counter = new FrameCounter(FRAME.length());
        assertThatIllegalStateException()
                .isThrownBy(() -> counter.take(ByteBuffer.wrap(bytes(FRAME + "-ERR 'Slow Consumer'\r\n"))));
    }

    @Test
    void the_length_that_is_expected_is_that_of_the_message() {
        assertThat(Blocks.deliveredLength("bench.a", "1", "", 16)).isEqualTo(FRAME.length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
