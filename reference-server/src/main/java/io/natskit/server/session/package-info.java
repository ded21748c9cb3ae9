/**
 * A client's connection as the server sees it: greeting, log-in, permission checks, subscriptions, liveness, and its outbox. Called by
 * its connection and decoder on the connection's loop; its outbox takes messages from every loop.
 *
 * <p>{@code ClientSession} makes the parts of one client and ends them. In: {@code Arrival} (until the protocol begins), {@code Intake} (what is taken,
 * by which decoder), {@code Operations}, {@code Publishing}, {@code Subscriptions}. Who: {@code Handshake} judges it, {@code Standing} holds it,
 * {@code Membership} carries a change to all parts. Out: {@code ClientOutbox} for messages, {@code ControlLines} for what the server says itself.
 * {@code Directives} is what other threads may ask of it.
 */
@NullMarked
package io.natskit.server.session;

import org.jspecify.annotations.NullMarked;
