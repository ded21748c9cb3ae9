// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A list that comes in pages: nothing is asked of the server that nobody asked for here. For one caller at a time. */
public interface Pages<T> {

    /** The next element; empty at the end. */
    CompletableFuture<Optional<T>> next();

    /** All that is left. */
    CompletableFuture<List<T>> all();
}
