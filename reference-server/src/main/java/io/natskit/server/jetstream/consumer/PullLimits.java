// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.wire.jetstream.PriorityPolicy;
import java.util.List;

/**
 * What pull requests are held to. Zero is no limit.
 *
 * @param maxWaiting how many requests may wait; the one number that is a limit at zero too
 * @param maxBatch the largest batch
 * @param maxExpiresNanos the longest wait
 * @param maxBytes the most bytes
 * @param policy how requests of groups are treated
 * @param groups the names of the groups
 * @param pinTimeoutNanos how long a pinned client may be silent
 */
record PullLimits(
        int maxWaiting,
        int maxBatch,
        long maxExpiresNanos,
        int maxBytes,
        PriorityPolicy policy,
        List<String> groups,
        long pinTimeoutNanos) {
    PullLimits {
        groups = List.copyOf(groups);
    }
}
