// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.jetstream.origin.Position.Step;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PositionTest {
    private final Position position = new Position();

    @Test
    void a_mirror_takes_what_follows() {
        position.begin(3);
        assertThat(position.mirrored(4, 1)).isEqualTo(Step.NEXT);
        assertThat(position.mirrored(5, 2)).isEqualTo(Step.NEXT);
        assertThat(position.stream()).isEqualTo(5);
        assertThat(position.consumer()).isEqualTo(2);
    }

    @Test
    void a_mirror_passes_over_what_the_origin_does_not_have() {
        position.begin(0);
        assertThat(position.mirrored(7, 1)).isEqualTo(Step.AFTER_GAP);
        assertThat(position.mirrored(8, 2)).isEqualTo(Step.NEXT);
    }

    @Test
    void a_mirror_that_missed_a_delivery_has_lost_something() {
        position.begin(0);
        position.mirrored(1, 1);
        assertThat(position.mirrored(3, 3)).isEqualTo(Step.LOST);
        assertThat(position.stream()).isEqualTo(1);
    }

    @Test
    void a_mirror_takes_the_next_sequence_whatever_the_consumer_counts() {
        position.begin(4);
        assertThat(position.mirrored(5, 9)).isEqualTo(Step.NEXT);
        assertThat(position.consumer()).isEqualTo(9);
    }

    @Test
    void what_was_seen_before_is_old_but_counted() {
        position.begin(5);
        assertThat(position.mirrored(4, 1)).isEqualTo(Step.OLD);
        assertThat(position.mirrored(5, 2)).isEqualTo(Step.OLD);
        assertThat(position.mirrored(6, 3)).isEqualTo(Step.NEXT);
        position.begin(5);
        assertThat(position.sourced(5, 1)).isEqualTo(Step.OLD);
        assertThat(position.sourced(9, 2)).isEqualTo(Step.AFTER_GAP);
    }

    @Test
    void a_source_goes_by_deliveries() {
        position.begin(0);
        assertThat(position.sourced(1, 1)).isEqualTo(Step.NEXT);
        assertThat(position.sourced(2, 3)).isEqualTo(Step.LOST);
        assertThat(position.sourced(2, 1)).isEqualTo(Step.STRAY);
        assertThat(position.stream()).isEqualTo(1);
    }

    @Test
    void a_message_that_came_to_nothing_is_not_seen() {
        position.begin(0);
        position.sourced(1, 1);
        position.sourced(5, 2);
        position.undo();
        assertThat(position.stream()).isEqualTo(1);
        assertThat(position.consumer()).isEqualTo(1);
    }

    @Test
    void a_heartbeat_tells_of_what_was_missed() {
        position.begin(10);
        assertThat(position.misses(0)).isFalse();
        assertThat(position.misses(1)).isTrue();
        position.sourced(11, 1);
        assertThat(position.misses(1)).isFalse();
        assertThat(position.misses(2)).isTrue();
    }

    @Test
    void whatever_is_lost_or_comes_twice_a_mirror_never_goes_back_and_never_passes_over_a_delivery() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Position one = new Position();
            one.begin(0);
            long stream = 0;
            long consumer = 0;
            long taken = 0;
            for (int i = 0; i < 200; i++) {
                consumer++;
                stream += 1 + random.nextInt(3);
                boolean lost = random.nextInt(5) == 0;
                Step step = lost ? Step.OLD : one.mirrored(stream, consumer);
                if (step == Step.NEXT || step == Step.AFTER_GAP) {
                    assertThat(stream).as("seed " + seed).isGreaterThan(taken);
                    assertThat(step == Step.AFTER_GAP).as("seed " + seed).isEqualTo(stream > taken + 1);
                    taken = stream;
                } else if (step == Step.LOST) {
                    // the consumer begins again behind what was taken
                    one.begin(taken);
                    consumer = 0;
                    stream = taken;
                }
                assertThat(one.stream()).as("seed " + seed).isEqualTo(taken);
            }
        }
    }
}
