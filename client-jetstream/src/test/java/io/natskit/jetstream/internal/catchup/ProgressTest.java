// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal.catchup;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.jetstream.Metadata;
import io.natskit.jetstream.OrderedSpec;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Progress progress = new Progress();

    private static Metadata message(String consumer, long consumerSequence, long streamSequence, long pending) {
        return new Metadata("S", consumer, null, streamSequence, consumerSequence, 1, pending, 0);
    }

    @Test
    void nothing_there_is_all_there() {
        assertThat(progress.placed(new OrderedSpec.Placed("C", 0, 0))).isTrue();
        assertThat(progress.placed(new OrderedSpec.Placed("C", 0, 0)))
                .as("once")
                .isFalse();
    }

    @Test
    void the_last_of_what_was_there_is_the_end() {
        assertThat(progress.placed(new OrderedSpec.Placed("C", 0, 2))).isFalse();
        assertThat(progress.handled(message("C", 1, 10, 1))).isFalse();
        assertThat(progress.handled(message("C", 2, 11, 0))).isTrue();
        assertThat(progress.handled(message("C", 3, 12, 0))).isFalse();
    }

    @Test
    void writers_that_go_on_do_not_put_the_end_off() {
        progress.placed(new OrderedSpec.Placed("C", 0, 2));
        assertThat(progress.handled(message("C", 1, 10, 1))).isFalse();
        assertThat(progress.handled(message("C", 2, 11, 5))).isTrue();
    }

    @Test
    void a_consumer_made_anew_begins_to_count_anew() {
        progress.placed(new OrderedSpec.Placed("C", 0, 3));
        assertThat(progress.handled(message("C", 1, 10, 2))).isFalse();
        assertThat(progress.placed(new OrderedSpec.Placed("D", 10, 2))).isFalse();
        assertThat(progress.handled(message("D", 1, 11, 1))).isFalse();
        assertThat(progress.handled(message("D", 2, 12, 1))).isTrue();
    }

    @Test
    void nothing_after_what_still_waits_to_be_handled_is_no_end_yet() {
        progress.placed(new OrderedSpec.Placed("C", 0, 3));
        assertThat(progress.handled(message("C", 1, 10, 2))).isFalse();
        assertThat(progress.placed(new OrderedSpec.Placed("D", 12, 0))).isFalse();
        assertThat(progress.handled(message("C", 2, 11, 1))).isFalse();
        assertThat(progress.handled(message("C", 3, 12, 1))).isTrue();
    }

    @Test
    void what_was_removed_before_it_came_is_found_out_by_asking() {
        progress.placed(new OrderedSpec.Placed("C", 0, 2));
        progress.handled(message("C", 1, 10, 1));
        assertThat(progress.consumer()).isEqualTo("C");
        assertThat(progress.isAllOf("C", 2)).isFalse();
        assertThat(progress.isAllOf("C", 1)).isTrue();
        assertThat(progress.declare()).isTrue();
        assertThat(progress.declare()).isFalse();
    }
}
