// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * The JetStream API: streams and consumers as handles, in blocking, asynchronous and Flow shapes of one engine. Begins at {@link io.natskit.jetstream.JetStream#on}.
 *
 * <p>Called by users, on any thread. Users' handlers run where {@link io.natskit.client.Dispatch} says; the engine lives in {@code internal}, and only {@code JetStream}
 * knows both.
 */
@NullMarked
package io.natskit.jetstream;

import org.jspecify.annotations.NullMarked;
