// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * When a message is to go, and when a scheduled one is to come: the values of {@code Nats-TTL} and {@code Nats-Schedule} (rows PB-06,
 * PB-10). Called by the stream, which has the clock and the timers. Pure and immutable: any thread.
 */
@NullMarked
package io.natskit.server.jetstream.schedule;

import org.jspecify.annotations.NullMarked;
