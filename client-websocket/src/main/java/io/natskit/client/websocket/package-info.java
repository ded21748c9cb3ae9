// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * NATS over WebSocket: {@link io.natskit.client.websocket.WebSocketTransport} is given to a connection's options, and links of bytes are made of WebSockets: OkHttp shakes hands, the frames behind that are
 * written and read here. Called by the client's dialer and I/O thread; a link has two threads of the transport, one that sends and one that reads, which run no user's code.
 */
@NullMarked
package io.natskit.client.websocket;

import org.jspecify.annotations.NullMarked;
