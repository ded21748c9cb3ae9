// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.client.ClientDrivers;
import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.target.SuiteTargets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a developer's machine something may be missing; in CI a skip would pass for a success. */
class NothingIsMissingIT {
    @Test
    void in_ci_every_target_and_peer_is_there_but_docker() {
        List<String> missing = new ArrayList<>();
        SuiteTargets.all().missing().stream()
                .filter(m -> !m.name().equals("nats image"))
                .forEach(m -> missing.add(m.name() + ": " + m.reason()));
        ClientDrivers.find().missing().forEach(m -> missing.add(m.name() + ": " + m.reason()));

        if (Ledger.skipsFail()) {
            assertThat(missing).as("missing, where a skip is a failure").isEmpty();
        }
    }
}
