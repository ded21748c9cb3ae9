// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The server's own clients: subscriptions that copy what they are offered into an inbox of an event loop, and a publisher on each loop. JetStream
 * and the system services stand on them. Subscriptions are offered messages on every loop; an inbox is emptied on its owner's loop; a
 * publisher is confined to its own.
 */
@NullMarked
package io.natskit.server.local;

import org.jspecify.annotations.NullMarked;
