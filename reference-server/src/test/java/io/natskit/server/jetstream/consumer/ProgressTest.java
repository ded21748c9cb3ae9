// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Progress progress = new Progress(new long[] {1000});

    private void deliver(long... sequences) {
        for (long sequence : sequences) {
            progress.nextStream(sequence + 1);
            progress.delivered(sequence, progress.takeConsumerSequence(), 0);
        }
    }

    private void ack(long sequence) {
        progress.settle(progress.pending().find(sequence));
    }

    @Test
    void floors_follow_acknowledgements_that_come_in_order() {
        progress.startAt(1);
        deliver(1, 2, 3);
        ack(1);
        assertThat(progress.floorStream()).isEqualTo(1);
        assertThat(progress.floorConsumer()).isEqualTo(1);
        ack(2);
        ack(3);
        assertThat(progress.floorStream()).isEqualTo(3);
        assertThat(progress.floorConsumer()).isEqualTo(3);
    }

    @Test
    void floors_wait_for_the_first_gap() {
        progress.startAt(1);
        deliver(1, 2, 3, 4);
        ack(3);
        ack(2);
        assertThat(progress.floorStream()).isZero();
        ack(1);
        assertThat(progress.floorStream()).isEqualTo(3);
        assertThat(progress.floorConsumer()).isEqualTo(3);
    }

    @Test
    void the_floor_of_a_filtered_consumer_reaches_the_message_before_the_next_pending_one() {
        progress.startAt(10);
        deliver(10, 20, 30);
        ack(10);
        assertThat(progress.floorStream()).isEqualTo(19);
        assertThat(progress.floorConsumer()).isEqualTo(1);
    }

    @Test
    void acknowledging_everything_up_to_a_message_leaves_the_later_ones() {
        progress.startAt(1);
        deliver(1, 2, 3, 4);
        List<Long> settled = new ArrayList<>();
        progress.settleUpTo(3, 3, settled::add);
        assertThat(settled).containsExactly(1L, 2L, 3L);
        assertThat(progress.floorStream()).isEqualTo(3);
        assertThat(progress.pending().size()).isEqualTo(1);
    }

    @Test
    void a_message_that_is_given_up_moves_the_floor_and_stays_known() {
        progress.startAt(1);
        deliver(1, 2);
        progress.exhaust(progress.pending().find(1));
        assertThat(progress.floorStream()).isEqualTo(1);
        assertThat(progress.isExhausted(1)).isTrue();
        assertThat(progress.redeliveredCount()).isEqualTo(1);
        progress.forgetExhaustedBelow(2);
        assertThat(progress.isExhausted(1)).isFalse();
    }

    @Test
    void a_purge_moves_on_and_drops_what_is_gone() {
        progress.startAt(1);
        deliver(1, 2, 3);
        assertThat(progress.purge(3, sequence -> false)).isEqualTo(2);
        assertThat(progress.pending().size()).isEqualTo(1);
        assertThat(progress.floorStream()).isEqualTo(2);
        assertThat(progress.purge(50, sequence -> false)).isEqualTo(1);
        assertThat(progress.nextStream()).isEqualTo(50);
        assertThat(progress.floorStream()).isEqualTo(49);
        assertThat(progress.floorConsumer()).isEqualTo(3);
    }

    private void shows(long deliveredConsumer, long deliveredStream, long floorConsumer, long floorStream) {
        ShownState shown = progress.shown();
        assertThat(List.of(
                        shown.deliveredConsumer(), shown.deliveredStream(), shown.floorConsumer(), shown.floorStream()))
                .containsExactly(deliveredConsumer, deliveredStream, floorConsumer, floorStream);
    }

    @Test
    void a_message_that_is_given_up_does_not_raise_the_floors_that_are_shown() {
        progress.startAt(1);
        deliver(1, 2, 3);
        progress.exhaust(progress.pending().find(1));
        ack(2);
        shows(3, 3, 0, 0);
        ack(3);
        shows(3, 3, 3, 3);
    }

    @Test
    void an_acknowledgement_below_the_floors_that_are_shown_leaves_its_message_there() {
        progress.startAt(1);
        deliver(1, 2, 3);
        progress.purge(1, sequence -> false);
        shows(3, 3, 0, 0);
        progress.purge(2, sequence -> sequence == 3); // the floor is that of the last one that went
        assertThat(progress.floorConsumer()).isEqualTo(3);
        shows(3, 3, 3, 1);

        ack(2);
        assertThat(progress.floorStream()).isEqualTo(3);
        shows(3, 3, 3, 1);
        deliver(4);
        ack(4);
        shows(4, 4, 4, 4);
        progress.purge(10, sequence -> false);
        shows(4, 9, 4, 9);
    }

    @Test
    void what_is_stored_stays_below_every_message_that_is_pending() {
        progress.startAt(1);
        deliver(1, 2, 3);
        progress.purge(2, sequence -> sequence == 3);
        deliver(4);
        ack(4);
        assertThat(progress.storedFloorStream()).isEqualTo(1);
        assertThat(progress.storedFloorConsumer()).isEqualTo(1);
    }
}
