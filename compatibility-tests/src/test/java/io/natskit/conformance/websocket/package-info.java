/** The client's transport over WebSocket, with each server and with peers that are no NATS servers. Called by JUnit. */
@NullMarked
package io.natskit.conformance.websocket;

import org.jspecify.annotations.NullMarked;
