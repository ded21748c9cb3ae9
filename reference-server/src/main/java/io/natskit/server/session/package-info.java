/**
 * A client's connection as the server sees it: greeting, log-in, permission checks, subscriptions, liveness, and its outbox. Called by
 * its connection and decoder on the connection's loop; its outbox takes messages from every loop.
 */
@NullMarked
package io.natskit.server.session;

import org.jspecify.annotations.NullMarked;
