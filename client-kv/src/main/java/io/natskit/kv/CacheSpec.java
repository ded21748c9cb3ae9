// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import io.natskit.wire.checks.Checks;
import java.util.Collection;
import java.util.List;

/** What a near cache covers. */
public final class CacheSpec {
    private List<String> filters = List.of();
    private int entriesMax = Integer.MAX_VALUE;

    /** All keys. */
    public CacheSpec() {}

    /** Only keys that one of these matches; default all. */
    public CacheSpec keys(Collection<String> filters) {
        this.filters = List.copyOf(filters);
        return this;
    }

    /** Only keys that one of these matches; default all. */
    public CacheSpec keys(String... filters) {
        return keys(List.of(filters));
    }

    /** The most keys that are kept; those beyond are read from the server. Default no bound. */
    public CacheSpec entriesMax(int entries) {
        this.entriesMax = Checks.atLeast("entriesMax", entries, 1);
        return this;
    }

    /** See {@link #keys(Collection)}. */
    public List<String> keys() {
        return filters;
    }

    /** See {@link #entriesMax(int)}. */
    public int entriesMax() {
        return entriesMax;
    }
}
