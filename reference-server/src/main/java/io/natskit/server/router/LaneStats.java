// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.router;

/**
 * What a lane's cache of routes was good for so far. Immutable.
 *
 * @param lookups how often it was asked
 * @param hits how often it knew
 * @param routes how many routes it holds
 * @param targets the subscriptions of those routes together, a queue group counting once
 * @param targetsMax the most of one route
 */
public record LaneStats(long lookups, long hits, int routes, long targets, int targetsMax) {
    /** Nothing. */
    public static final LaneStats NONE = new LaneStats(0, 0, 0, 0, 0);

    /** Both together. */
    public LaneStats plus(LaneStats other) {
        return new LaneStats(
                lookups + other.lookups,
                hits + other.hits,
                routes + other.routes,
                targets + other.targets,
                Math.max(targetsMax, other.targetsMax));
    }
}
