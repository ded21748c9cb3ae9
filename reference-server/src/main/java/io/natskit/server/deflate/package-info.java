// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Deflate (RFC 1951) for messages that are compressed each by itself, written only: reading is zlib's. Called by the door for WebSockets, on whatever
 * loop writes; what is made here belongs to one thread. Pure.
 */
@NullMarked
package io.natskit.server.deflate;

import org.jspecify.annotations.NullMarked;
