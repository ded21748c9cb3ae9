// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * NATS over WebSocket: {@link io.natskit.client.websocket.WebSocketTransport} is given to a connection's options, and links of bytes are made of WebSockets. Called by the client's dialer and I/O
 * thread; OkHttp reads and writes on threads of its own, which run no user's code.
 */
@NullMarked
package io.natskit.client.websocket;

import org.jspecify.annotations.NullMarked;
