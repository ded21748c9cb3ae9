/**
 * Event loops, listeners and byte links: bytes in, bytes out, and no word of NATS.
 * Called by the session room and by the server that wires the rooms. A connection's input belongs to its loop's thread; its output
 * takes bytes from every loop, each through a stage of its own.
 */
@NullMarked
package io.natskit.server.transport;

import org.jspecify.annotations.NullMarked;
