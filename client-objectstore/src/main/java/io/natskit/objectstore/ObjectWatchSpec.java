// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

/** What is watched of a store. By default: all objects that are there, then all that happens. */
public final class ObjectWatchSpec {
    private boolean updatesOnly;
    private boolean ignoreDeletes;

    /** All. */
    public ObjectWatchSpec() {}

    /** Nothing of what is there. */
    public ObjectWatchSpec updatesOnly() {
        this.updatesOnly = true;
        return this;
    }

    /** No deletions. */
    public ObjectWatchSpec ignoreDeletes() {
        this.ignoreDeletes = true;
        return this;
    }

    /** See {@link #updatesOnly()}. */
    public boolean isUpdatesOnly() {
        return updatesOnly;
    }

    /** See {@link #ignoreDeletes()}. */
    public boolean ignoresDeletes() {
        return ignoreDeletes;
    }
}
