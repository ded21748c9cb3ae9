// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sample does what it says. */
class WorkQueueIT {
    @Test
    @Timeout(60)
    void each_order_is_handled_once() {
        try (NatsServer server = NatsServer.builder().jetStream().start()) {
            assertThat(WorkQueue.run(server.url()))
                    .containsExactlyInAnyOrder(
                            IntStream.range(0, 20).mapToObj(Integer::toString).toArray(String[]::new));
        }
    }
}
