// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import java.util.List;

/**
 * What was done, or would be in a dry run, to have a configuration be as asked for.
 *
 * @param action what
 * @param changes what differed, empty unless it is an update
 * @param dryRun whether nothing was changed
 */
public record Ensured(Action action, List<Change> changes, boolean dryRun) {

    /** Copies the list. */
    public Ensured {
        changes = List.copyOf(changes);
    }

    /** What was, or would be, done. */
    public enum Action {
        /** It was not there. */
        CREATE,
        /** It was there, and different. */
        UPDATE,
        /** It was there as asked for. */
        NONE
    }

    /**
     * A difference. What servers add by themselves ({@code _nats.*} metadata, defaults) is none.
     *
     * @param path the field as the API spells it, with dots between levels
     * @param from what is there, as JSON-like text; empty for nothing
     * @param to what is asked for; empty for nothing
     */
    public record Change(String path, String from, String to) {}
}
