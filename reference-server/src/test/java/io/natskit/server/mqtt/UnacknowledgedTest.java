// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.mqtt.Unacknowledged.Had;
import org.junit.jupiter.api.Test;

class UnacknowledgedTest {
    private static final int MOST = 10;

    private final Unacknowledged all = new Unacknowledged();

    private static Unacknowledged.Message message(String consumer, long sequence) {
        return new Unacknowledged.Message(consumer, sequence, Names.bytes("$JS.ACK." + sequence), 2, null);
    }

    @Test
    void a_message_keeps_its_identifier_over_deliveries_and_over_restarts() {
        int first = all.track(message("c", 41), MOST);

        assertThat(all.track(message("c", 41), MOST)).isEqualTo(first);
        assertThat(new Unacknowledged().track(message("c", 41), MOST)).isEqualTo(first);
        assertThat(all.track(message("c", 42), MOST)).isNotEqualTo(first);
    }

    @Test
    void two_messages_under_way_never_share_an_identifier() {
        assertThat(all.track(message("a", 7), MOST)).isNotEqualTo(all.track(message("b", 7), MOST));
        assertThat(all.track(message("a", 7 + 0xFFFF), MOST))
                .isPositive()
                .isNotEqualTo(all.track(message("a", 7), MOST));
    }

    @Test
    void beyond_the_bound_nothing_goes_out_but_what_is_out_already() {
        int first = 0;
        for (int i = 1; i <= MOST; i++) {
            int identifier = all.track(message("c", i), MOST);
            first = i == 1 ? identifier : first;
        }

        assertThat(all.track(message("c", 99), MOST)).isZero();
        assertThat(all.track(message("c", 1), MOST)).isEqualTo(first);
        all.acknowledged(first);
        assertThat(all.track(message("c", 99), MOST)).isPositive();
    }

    @Test
    void a_message_whose_release_is_known_is_the_clients() {
        Unacknowledged.Message message = message("c", 5);
        int identifier = all.track(message, MOST);

        all.acknowledged(identifier);
        all.release(identifier, Had.of(message), null);

        assertThat(all.isFinished(message("c", 5))).isTrue();
        assertThat(all.track(message("c", 5 + 0xFFFF), MOST)).isNotEqualTo(identifier);
        all.takeBack(identifier, message);
        assertThat(all.isFinished(message)).isFalse();
        assertThat(all.track(message("c", 5), MOST)).isEqualTo(identifier);
    }

    @Test
    void a_message_that_went_into_its_stream_twice_under_one_id_is_the_same() {
        Unacknowledged.Message first = new Unacknowledged.Message("c", 5, Names.bytes("$JS.ACK.5"), 2, "q2-3");
        all.release(all.track(first, MOST), Had.of(first), null);

        assertThat(all.isFinished(new Unacknowledged.Message("c", 9, Names.bytes("$JS.ACK.9"), 2, "q2-3")))
                .isTrue();
        assertThat(all.isFinished(new Unacknowledged.Message("d", 9, Names.bytes("$JS.ACK.9"), 2, "q2-3")))
                .isFalse();
        assertThat(Had.of(first).consumer()).isEqualTo("c");
    }

    @Test
    void what_a_consumer_sent_is_forgotten_with_it() {
        int identifier = all.track(message("c", 5), MOST);
        int retained = all.trackRetained("filter", 1);

        all.forget("c", "filter");

        assertThat(all.published(identifier)).isNull();
        assertThat(all.published(retained)).isNull();
        assertThat(all.awaited()).isEmpty();
    }
}
