// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import org.jspecify.annotations.Nullable;

/**
 * What a pull request asks for (PL-01). Immutable.
 *
 * @param batch how many messages
 * @param expiresNanos how long it may wait, 0 for ever; a negative wait is over at once
 * @param maxBytes how many bytes, 0 for no limit
 * @param noWait whether it ends as soon as there is nothing
 * @param heartbeatNanos how often to tell that all is well, 0 for never
 * @param group the priority group, null if none of the fields of groups can have been given
 * @param minPending overflow: only while so many messages are pending
 * @param minAckPending overflow: only while so many wait for acknowledgements
 * @param pin the pin that it claims, null for none
 * @param priority 0, the first, to 9
 */
record PullTerms(
        int batch,
        long expiresNanos,
        int maxBytes,
        boolean noWait,
        long heartbeatNanos,
        @Nullable String group,
        long minPending,
        long minAckPending,
        @Nullable String pin,
        int priority) {
    /** One message, waiting for ever: an empty body, or one that is no request. */
    static final PullTerms ONE = ofBatch(1);

    /** That many messages, waiting for ever: a body that is a number. */
    static PullTerms ofBatch(int batch) {
        return new PullTerms(batch, 0, 0, false, 0, null, 0, 0, null, 0);
    }
}
