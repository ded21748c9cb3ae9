/**
 * The server's state as nats-server's monitoring shows it: one class for each page, written as JSON from what the other rooms let be read without a lock,
 * and the HTTP server that hands it out. It reads; nobody but the server that wires the rooms knows it. Called on the threads of
 * its HTTP server, and wherever the system account's requests are worked out; never on an event loop.
 */
@NullMarked
package io.natskit.server.monitoring;

import org.jspecify.annotations.NullMarked;
