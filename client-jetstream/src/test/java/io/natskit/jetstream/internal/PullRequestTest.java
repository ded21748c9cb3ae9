// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.jetstream.GroupSpec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PullRequestTest {
    @Test
    void only_what_was_chosen_is_written() {
        byte[] body = PullRequest.body(500, 0, 30, false, 15, null, new GroupSpec(), null);

        assertThat(new String(body, StandardCharsets.UTF_8))
                .isEqualTo("{\"batch\":500,\"expires\":30,\"idle_heartbeat\":15}");
    }

    @Test
    void a_group_brings_its_pin_and_conditions() {
        byte[] body = PullRequest.body(
                1,
                10,
                0,
                true,
                0,
                "a\"b",
                new GroupSpec().minPending(1).minAckPending(2).priority(3),
                "pin");

        assertThat(new String(body, StandardCharsets.UTF_8))
                .isEqualTo("{\"batch\":1,\"max_bytes\":10,\"no_wait\":true,\"group\":\"a\\\"b\",\"id\":\"pin\","
                        + "\"min_pending\":1,\"min_ack_pending\":2,\"priority\":3}");
    }
}
