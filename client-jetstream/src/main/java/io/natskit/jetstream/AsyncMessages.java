// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@link Messages} for callers that must not wait. */
public interface AsyncMessages extends Consuming {

    /** See {@link Messages#next(Duration)}. Messages go to the futures in the order they were asked for; a cancelled future takes none. */
    CompletableFuture<Optional<JetStreamMessage>> next(Duration timeout);
}
