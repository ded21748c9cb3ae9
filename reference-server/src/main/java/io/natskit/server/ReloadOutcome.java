// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import java.util.List;

/**
 * What became of a reload. Either all of it is in force, or nothing has changed, because some of it needs a restart.
 *
 * @param applied the options that changed, by nats-server's names ({@code MaxPayload}); empty if a restart is needed. Users and accounts are always
 *     among them, since they are always looked at anew
 * @param needsRestart what a running server cannot take, in nats-server's words ({@code config reload not supported for Host: old=…, new=…});
 *     empty if all was applied
 */
public record ReloadOutcome(List<String> applied, List<String> needsRestart) {
    /** Keeps copies. */
    public ReloadOutcome {
        applied = List.copyOf(applied);
        needsRestart = List.copyOf(needsRestart);
    }

    /** Whether the new options are in force. */
    public boolean isApplied() {
        return needsRestart.isEmpty();
    }
}
