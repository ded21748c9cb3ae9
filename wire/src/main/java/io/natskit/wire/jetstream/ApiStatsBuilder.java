// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;

/** Collects the values of a {@link ApiStats}. Confined to one thread; may be used again after {@link #build()}. */
public final class ApiStatsBuilder {
    int level;
    long total;
    long errors;
    long inflight;

    private ApiStatsBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static ApiStatsBuilder unset() {
        return new ApiStatsBuilder();
    }

    /** A builder with the same values. */
    ApiStatsBuilder copy() {
        ApiStatsBuilder copy = new ApiStatsBuilder();
        copy.level = level;
        copy.total = total;
        copy.errors = errors;
        copy.inflight = inflight;
        return copy;
    }

    /** The API level of the server. */
    public ApiStatsBuilder level(int level) {
        this.level = level;
        return this;
    }

    /** How many requests there were. */
    public ApiStatsBuilder total(long total) {
        this.total = total;
        return this;
    }

    /** How many failed. */
    public ApiStatsBuilder errors(long errors) {
        this.errors = errors;
        return this;
    }

    /** How many are being served. */
    public ApiStatsBuilder inflight(long inflight) {
        this.inflight = inflight;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return ApiStatsJson.read(in, this);
    }

    /** Takes all fields of the object that was entered. */
    void readFields(StructReader in) {
        while (in.next()) {
            if (!readField(in)) {
                in.unknown();
            }
        }
    }

    /** The values as they are now. */
    public ApiStats build() {
        return new ApiStats(copy());
    }
}
