// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A {@link Subscription} for callers that must not wait; each method means what its namesake there says. */
public interface AsyncSubscription {

    /** Takes the next message. Messages go to the futures in the order they were asked for; a cancelled future takes none. */
    CompletableFuture<Message> next();

    /** Takes the next message, or nothing when none came within {@code timeout}; see {@link Subscription#next(Duration)}. */
    CompletableFuture<Optional<Message>> next(Duration timeout);

    /** Takes a message if one is there. */
    Optional<Message> poll();

    /** See {@link Subscription#drain()}. */
    CompletableFuture<Boolean> drain();

    /** See {@link Subscription#drain(Duration)}. */
    CompletableFuture<Boolean> drain(Duration timeout);

    /** See {@link Subscription#unsubscribe()}. */
    void unsubscribe();

    /** See {@link Subscription#stopAfter(long)}. */
    void stopAfter(long messages);

    /** See {@link Subscription#ended()}. */
    CompletableFuture<SubscriptionEnd> ended();

    /** The same subscription, blocking; its accessors (subject, counters, ...) never block and are not repeated here. */
    Subscription blocking();
}
