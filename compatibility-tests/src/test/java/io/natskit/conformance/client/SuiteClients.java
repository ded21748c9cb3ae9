// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import java.util.List;

/** The client programs of the test run; what was found and what is missing is noted once. */
final class SuiteClients {
    private static final ClientDrivers ALL = find();

    private SuiteClients() {}

    static ClientDrivers all() {
        return ALL;
    }

    private static ClientDrivers find() {
        ClientDrivers found = ClientDrivers.find();
        found.present()
                .forEach(d -> Ledger.add(new Entry(
                        "target", d.name() + " (client)", List.of(), "the client itself", Outcome.PASSED, "")));
        found.missing()
                .forEach(m -> Ledger.add(new Entry(
                        "target",
                        m.name() + " (client)",
                        List.of(),
                        "the client itself",
                        Outcome.SKIPPED,
                        m.reason())));
        return found;
    }
}
