// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static List<String> operations(long seed) {
        Plan plan = new Plan(seed);
        plan.consumerIsThere("D0", "c0", "{}");
        return IntStream.range(0, 2_000)
                .mapToObj(i -> plan.next(i % 5).toString())
                .toList();
    }

    @Test
    void a_seed_gives_the_same_operations_again() {
        assertThat(operations(7)).isEqualTo(operations(7)).isNotEqualTo(operations(8));
    }

    @Test
    void every_kind_of_operation_comes() {
        String all = String.join("\n", operations(1));

        assertThat(all)
                .contains(
                        "Publish[",
                        "Batch[",
                        "Pull[",
                        "Ack[",
                        "STREAM.CREATE",
                        "STREAM.UPDATE",
                        "STREAM.DELETE",
                        "STREAM.PURGE")
                .contains("MSG.DELETE", "MSG.GET", "DIRECT.GET", "CONSUMER.CREATE", "CONSUMER.DELETE", "CONSUMER.INFO")
                .contains("workqueue", "interest", "-NAK", "+TERM", "Nats-Rollup", "Nats-Expected-Last-Sequence");
    }
}
