// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * The frames of WebSocket (RFC 6455, RFC 7692), for both sides: which may come, how they are masked, inflated and closed. Pure; called by the server's listener on its loops, and by the client's
 * transport on the threads of a connection.
 */
@NullMarked
package io.natskit.wire.websocket;

import org.jspecify.annotations.NullMarked;
