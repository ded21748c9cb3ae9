// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/**
 * Why a subscription ended.
 *
 * @param reason what happened
 * @param error the failure behind it, or null when it ended as somebody wished
 */
public record SubscriptionEnd(Reason reason, @Nullable NatsException error) {

    /** What ended it. */
    public enum Reason {
        /** {@link Subscription#unsubscribe()}, a closed stream or a cancelled Flow subscriber. */
        UNSUBSCRIBED,
        /** As many messages as {@link Subscription#stopAfter} allowed have come. */
        MAX_MESSAGES,
        /** {@link Subscription#drain()} or {@link Connection#drain()} is done. */
        DRAINED,
        /** The connection was closed. */
        CONNECTION_CLOSED,
        /** The server refused the subject or the queue group; the error is a {@link PermissionException}. */
        PERMISSION_DENIED,
        /** The buffer was full, and {@link OverflowPolicy#END} asked for an end; the error is a {@link SlowConsumerException}. */
        SLOW_CONSUMER,
        /** The server refused it for another reason, such as too many subscriptions. */
        REFUSED
    }
}
