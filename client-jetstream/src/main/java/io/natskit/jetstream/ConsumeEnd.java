// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.NatsException;
import org.jspecify.annotations.Nullable;

/**
 * Why consuming, or a batch, ended.
 *
 * @param reason what happened
 * @param error the failure behind it, or null when it ended as it should
 */
public record ConsumeEnd(Reason reason, @Nullable NatsException error) {

    /** What ended it. */
    public enum Reason {
        /** As many messages or bytes as were asked for came. */
        COMPLETE,
        /** No more messages were there, and none were waited for (status 404). */
        NO_MESSAGES,
        /** Time was up (status 408), or the server said nothing for too long. */
        EXPIRED,
        /** {@link Consuming#stop()} or {@code close()}. */
        STOPPED,
        /** {@link Consuming#drain} is done. */
        DRAINED,
        /** The consumer was deleted, is a push consumer, or refused the pull; the error says which. */
        REFUSED,
        /** The connection was closed. */
        CONNECTION_CLOSED
    }
}
