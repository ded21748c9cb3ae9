// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.reload;

import io.natskit.server.config.ServerOptions;
import java.util.ArrayList;
import java.util.List;

/** The difference between the options that a server runs with and others that it is to have. Immutable. */
public final class ReloadPlan {
    private final List<Change> applied;
    private final List<Change> refused;

    private ReloadPlan(List<Change> applied, List<Change> refused) {
        this.applied = List.copyOf(applied);
        this.refused = List.copyOf(refused);
    }

    /** The plan for going from one to the other; both are valid. */
    public static ReloadPlan between(ServerOptions before, ServerOptions after) {
        List<Change> applied = new ArrayList<>();
        List<Change> refused = new ArrayList<>();
        for (ReloadField<?> field : ReloadTable.FIELDS) {
            Change change = field.between(before, after);
            if (change != null) {
                (change.refusal() == null ? applied : refused).add(change);
            }
        }
        return new ReloadPlan(applied, refused);
    }

    /** What a running server can take, in the order of nats-server's options. */
    public List<Change> applied() {
        return applied;
    }

    /** What needs a restart; if there is anything, nothing of the plan is carried out. */
    public List<Change> refused() {
        return refused;
    }
}
