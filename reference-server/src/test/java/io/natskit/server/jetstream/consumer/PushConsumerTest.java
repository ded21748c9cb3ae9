// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PushConsumerTest {
    private final Bench bench = new Bench();

    private static ConsumerConfigBuilder config() {
        return ConsumerConfig.builder("c")
                .ackPolicy(AckPolicy.NONE)
                .deliverSubject("out")
                .inactiveThreshold(Duration.ofSeconds(5));
    }

    @Test
    void messages_come_while_somebody_listens() {
        bench.store("a").start(config());
        assertThat(bench.taken()).isEmpty();
        bench.listen("out");
        assertThat(bench.taken()).containsExactly("out a 1.1.1.0");
        bench.leave("out").store("b");
        assertThat(bench.taken()).isEmpty();
        bench.listen("out");
        assertThat(bench.taken()).containsExactly("out b 1.2.2.0");
    }

    @Test
    void heartbeats_come_when_nothing_else_does() {
        bench.listen("out").start(config().idleHeartbeat(Duration.ofSeconds(1)));
        bench.pass(500).store("a");
        bench.taken();
        bench.pass(900);
        assertThat(bench.taken()).isEmpty();
        bench.pass(200);
        assertThat(bench.taken()).containsExactly("out 100 Idle Heartbeat|Nats-Last-Consumer: 1|Nats-Last-Stream: 1|");
    }

    @Test
    void it_vanishes_when_nobody_has_listened_for_too_long() {
        bench.listen("out").start(config());
        bench.pass(60_000);
        assertThat(bench.vanished).isFalse();
        bench.leave("out").pass(7000);
        assertThat(bench.vanished).isTrue();
    }

    @Test
    void a_pull_request_is_told_that_this_is_the_wrong_way() {
        bench.listen("out").start(config());
        bench.pull("in", "1");
        assertThat(bench.taken()).containsExactly("in 409 Consumer is push based|");
    }

    @Test
    void a_rate_limit_spreads_the_messages_over_time() {
        bench.listen("out");
        for (int i = 0; i < 40; i++) {
            bench.store("a");
        }
        bench.start(config().rateLimit(8 * 400));
        int burst = bench.taken().size();
        assertThat(burst).isBetween(20, 25);
        bench.pass(1000);
        assertThat(bench.taken().size()).isBetween(7, 12);
    }

    @Test
    void heartbeats_go_on_in_the_pauses_of_a_replay() {
        bench.store("a");
        bench.now += 3_000_000_000L;
        bench.store("b").listen("out");
        bench.start(config().replayPolicy(io.natskit.wire.jetstream.ReplayPolicy.ORIGINAL)
                .idleHeartbeat(Duration.ofSeconds(1)));
        assertThat(bench.taken()).containsExactly("out a 1.1.1.1");
        bench.pass(1500);
        assertThat(bench.taken()).hasSize(1).first().asString().startsWith("out 100 Idle Heartbeat");
    }
}
