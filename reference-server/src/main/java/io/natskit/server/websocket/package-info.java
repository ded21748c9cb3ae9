// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * The door for browsers: a listener that speaks HTTP just long enough to become WebSocket (RFC 6455, with permessage-deflate of RFC 7692), and a
 * byte link that takes frames off and puts them on, so that the session behind it sees the bytes that TCP would bring. Made by the server that
 * wires the rooms. A connection's input belongs to its loop; its output takes bytes from every loop.
 */
@NullMarked
package io.natskit.server.websocket;

import org.jspecify.annotations.NullMarked;
