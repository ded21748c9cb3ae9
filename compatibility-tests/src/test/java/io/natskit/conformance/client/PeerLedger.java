// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import java.util.List;

/** How other people's clients did, in the ledger. */
final class PeerLedger {
    private PeerLedger() {}

    /** Plays a case and notes how it ended; {@code who} is a client and its server. */
    static void judge(String who, String row, String title, Runnable play) {
        try {
            play.run();
            Ledger.add(new Entry("peer", who, List.of(row), title, Outcome.PASSED, ""));
        } catch (RuntimeException | AssertionError e) {
            Ledger.add(new Entry("peer", who, List.of(row), title, Outcome.FAILED, String.valueOf(e)));
            throw e;
        }
    }
}
