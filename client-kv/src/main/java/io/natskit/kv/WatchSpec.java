// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import io.natskit.wire.checks.Checks;
import java.util.Collection;
import java.util.List;

/** What is watched. By default: all keys, the last revision of each, then all that happens. */
public final class WatchSpec {
    private List<String> filters = List.of();
    private boolean history;
    private boolean updatesOnly;
    private long fromRevision;
    private boolean ignoreDeletes;
    private boolean metaOnly;

    /** All keys. */
    public WatchSpec() {}

    /** Only keys that one of these matches, with wildcards where wanted; default all. */
    public WatchSpec keys(Collection<String> filters) {
        this.filters = List.copyOf(filters);
        return this;
    }

    /** Only keys that one of these matches, with wildcards where wanted; default all. */
    public WatchSpec keys(String... filters) {
        return keys(List.of(filters));
    }

    /** First all revisions that are there instead of the last of each key. */
    public WatchSpec history() {
        this.history = true;
        return this;
    }

    /** Nothing of what is there; {@link WatchEvent.Current} comes first. */
    public WatchSpec updatesOnly() {
        this.updatesOnly = true;
        return this;
    }

    /** All revisions from this one on instead of the last of each key. */
    public WatchSpec fromRevision(long revision) {
        this.fromRevision = Checks.atLeast("fromRevision", revision, 1);
        return this;
    }

    /** No deletions and purges. */
    public WatchSpec ignoreDeletes() {
        this.ignoreDeletes = true;
        return this;
    }

    /** Entries without values; {@link Entry#size()} is told. */
    public WatchSpec metaOnly() {
        this.metaOnly = true;
        return this;
    }

    /** See {@link #keys(Collection)}. */
    public List<String> keys() {
        return filters;
    }

    /** See {@link #history()}. */
    public boolean withHistory() {
        return history;
    }

    /** See {@link #updatesOnly()}. */
    public boolean isUpdatesOnly() {
        return updatesOnly;
    }

    /** See {@link #fromRevision(long)}; 0 for none. */
    public long fromRevision() {
        return fromRevision;
    }

    /** See {@link #ignoreDeletes()}. */
    public boolean ignoresDeletes() {
        return ignoreDeletes;
    }

    /** See {@link #metaOnly()}. */
    public boolean isMetaOnly() {
        return metaOnly;
    }
}
