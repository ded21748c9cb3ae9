// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Bytes to and from a server, and the I/O loops that move them: TCP, TLS on top of it, a pipe inside the process. No NATS word is spoken here; another kind of
 * connection is another {@link io.natskit.client.internal.transport.Link}.
 *
 * <p>The session opens links. Events come on the I/O thread of the loop; {@link io.natskit.client.internal.transport.Link#write} may be called on any thread and never waits.
 */
@NullMarked
package io.natskit.client.internal.transport;

import org.jspecify.annotations.NullMarked;
