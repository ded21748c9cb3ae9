// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The words of the NATS protocol as a client reads and writes them: bytes in, calls out, and the reverse. Pure: no socket, thread or clock.
 *
 * <p>The session feeds {@link io.natskit.client.internal.protocol.OpDecoder} on the I/O thread; the outbox calls
 * {@link io.natskit.client.internal.protocol.OpEncoder} on the caller's thread.
 */
@NullMarked
package io.natskit.client.internal.protocol;

import org.jspecify.annotations.NullMarked;
