// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

/** The doors by which a client comes in; a user may be limited to some of them. */
public enum ConnectionType {
    /** A client over TCP or TLS. */
    STANDARD,
    /** A client over WebSocket. */
    WEBSOCKET,
    /** A leaf node over TCP or TLS. */
    LEAFNODE,
    /** A leaf node over WebSocket. */
    LEAFNODE_WS,
    /** An MQTT client over TCP or TLS. */
    MQTT,
    /** An MQTT client over WebSocket. */
    MQTT_WS,
    /** A client in the same process, without a socket. */
    IN_PROCESS
}
