/**
 * The reference server: {@link io.natskit.server.NatsServer} builds the rooms, wires and starts them, and ends them. Called by whoever
 * embeds a server and by the program; safe on any thread. What users implement ({@link io.natskit.server.Interceptor},
 * {@link io.natskit.server.LogSink}) is called on the event loops.
 */
@NullMarked
package io.natskit.server;

import org.jspecify.annotations.NullMarked;
