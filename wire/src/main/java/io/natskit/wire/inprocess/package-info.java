// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * A connection without a socket: two byte links, back to back. The server hands one end out, the client takes it, so neither needs
 * to see the other. Each direction has one reader and any number of writers that exclude one another.
 */
@NullMarked
package io.natskit.wire.inprocess;

import org.jspecify.annotations.NullMarked;
