// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import org.junit.jupiter.api.Test;

class HealthIT {
    @Test
    void a_server_is_well_until_it_ends() {
        String address;
        try (NatsServer server =
                NatsServer.builder().config("http: \"127.0.0.1:-1\"").start()) {
            address = server.monitoringUrl() + "/healthz";
            assertThat(Health.isWell(address)).isTrue();
            assertThat(Health.isWell(server.monitoringUrl() + "/nothing")).isFalse();
        }
        assertThat(Health.isWell(address)).isFalse();
        assertThat(Health.isWell("no address")).isFalse();
    }
}
