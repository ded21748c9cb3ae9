// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * The door for devices: MQTT 3.1.1 (OASIS, 2014) over TCP, TLS and WebSocket, translated into subjects and streams as nats-server does it. Below is
 * a pure packet codec; above it each client is a {@code Language} of an ordinary session, so that it passes the same gates as any other. What must
 * last is in streams, which are asked for through requests to the JetStream API from the server's own clients: nothing here knows a stream, and
 * the way would be the same to one on another server. Made by the server that wires the rooms, and only where there is an {@code mqtt} block.
 * A client is confined to its connection's loop; what the clients of an account share belongs to one home loop.
 */
@NullMarked
package io.natskit.server.mqtt;

import org.jspecify.annotations.NullMarked;
