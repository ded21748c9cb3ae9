// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * The JetStream engine: API requests, publishing with a window, pulls and what comes of them; the blocking, asynchronous and Flow shapes as views.
 *
 * <p>Called by the API's front door. Acks and statuses are taken on the thread that reads the socket, which never waits and never runs users' code; everything else on
 * the caller's thread, or on the connection's callback executor.
 */
@NullMarked
package io.natskit.jetstream.internal;

import org.jspecify.annotations.NullMarked;
