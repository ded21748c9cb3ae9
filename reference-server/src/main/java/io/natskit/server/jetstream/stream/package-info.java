// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Streams: each an actor on one event loop, with what comes in ({@code Ingest} and its checks), what it keeps (a store, limits, expiry, ids),
 * and what leaves (acknowledgements, once committed). Owns the boundaries {@link io.natskit.server.jetstream.stream.ReplicatedLog}, {@link
 * io.natskit.server.jetstream.stream.StreamConsumer} and {@link io.natskit.server.jetstream.stream.StreamHost}. Called by the
 * router (an offered message), the API and the consumers; on the stream's loop.
 */
@NullMarked
package io.natskit.server.jetstream.stream;

import org.jspecify.annotations.NullMarked;
