// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.jetstream.storage.ConsumerState;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Consumers after a restart (row D4). */
class ResumedConsumerTest {
    private final Bench bench = new Bench();

    private static ConsumerConfigBuilder config() {
        return ConsumerConfig.builder("c")
                .durable("c")
                .ackWait(Duration.ofSeconds(10))
                .maxAckPending(1000)
                .maxDeliver(-1)
                .maxWaiting(512);
    }

    private void resume(ConsumerState state) {
        bench.start(config(), new ConsumerStart(null, state, 0));
    }

    private ConsumerState lived() {
        bench.store("a", "b", "c", "d").start(config());
        bench.pull("in", "3").ack(1, 2, 2, "");
        bench.taken();
        return bench.consumer().state();
    }

    @Test
    void what_was_acknowledged_never_comes_again_and_the_rest_does() {
        resume(lived());
        bench.pull("in", "9");
        assertThat(bench.taken()).containsExactly("in d 1.4.4.0");
        bench.pass(11_000);
        assertThat(bench.taken()).containsExactly("in a 2.1.5.0", "in c 2.3.6.0", "in d 2.4.7.0");
        assertThat(bench.consumer().progress().floorStream()).isZero();
    }

    @Test
    void a_wait_goes_on_where_it_was() {
        ConsumerState state = lived();
        bench.pass(6000);
        resume(state);
        bench.pull("in", "{\"batch\":9,\"expires\":60000000000}");
        bench.taken();
        bench.pass(3000);
        assertThat(bench.taken()).isEmpty();
        bench.pass(1500);
        assertThat(bench.taken()).containsExactly("in a 2.1.5.0", "in c 2.3.6.0");
    }

    @Test
    void a_consumer_is_not_ahead_of_a_stream_that_lost_its_end() {
        ConsumerState state = new ConsumerState().delivered(9, 9).floor(2, 2);
        state.pending().put(3L, new ConsumerState.Pending(3, bench.wallNanos(), 1));
        state.pending().put(9L, new ConsumerState.Pending(9, bench.wallNanos(), 1));
        bench.store("a", "b", "c", "d");
        resume(state);
        bench.pull("in", "9");
        assertThat(bench.taken()).containsExactly("in d 1.4.4.0");
        assertThat(bench.consumer().progress().pending().size()).isEqualTo(2);
    }

    @Test
    void a_message_that_had_all_its_deliveries_stays_known() {
        ConsumerState state = new ConsumerState().delivered(1, 1).floor(0, 0);
        state.exhausted().put(1L, 3);
        bench.store("a");
        resume(state);
        assertThat(bench.consumer().needs(1)).isTrue();
        assertThat(bench.consumer().state().exhausted()).containsEntry(1L, 3);
    }
}
