// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.Objects;

/**
 * Where a share of the messages of a mapped subject goes.
 *
 * @param destination the subject, with functions maybe
 * @param weightPercent how many of a hundred
 * @param cluster the cluster that this is for, or empty for any
 */
public record MappingOptions(String destination, int weightPercent, String cluster) {
    /** All are there. */
    public MappingOptions {
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(cluster, "cluster");
    }

    /** All messages go there. */
    public static MappingOptions to(String destination) {
        return new MappingOptions(destination, 100, "");
    }
}
