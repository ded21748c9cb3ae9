// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShownArgumentsTest {
    @Test
    void values_of_flags_that_log_somebody_in_are_hidden_however_they_are_written() {
        assertThat(ShownArguments.of(List.of("java", "-p", "4222", "--user", "ann", "-pass=pw", "--auth=t", "-D")))
                .containsExactly(
                        "java", "-p", "4222", "--user", "[REDACTED]", "-pass=[REDACTED]", "--auth=[REDACTED]", "-D");
        assertThat(ShownArguments.of(List.of("--pass", "--auth", "x"))).containsExactly("--pass", "[REDACTED]", "x");
        assertThat(ShownArguments.of(List.of("--pass"))).containsExactly("--pass");
    }

    @Test
    void whoever_stands_before_the_host_of_an_address_is_hidden() {
        assertThat(ShownArguments.of(
                        List.of("--routes=nats://a:b@one:1,nats://two:2,nats://c@d@three:3", "http://h/p@q", "a@b")))
                .containsExactly(
                        "--routes=nats://[REDACTED]@one:1,nats://two:2,nats://[REDACTED]@three:3",
                        "http://h/p@q",
                        "a@b");
    }
}
