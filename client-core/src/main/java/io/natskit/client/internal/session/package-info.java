// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The state machine of a connection, and what it owns: the pool of servers, the link to the present one, handshake, keep-alive, reconnect, drain. <b>Who calls it:</b>
 * the views. <b>On which thread:</b> all state belongs to the connection's I/O thread; callers post to it and wait on futures.
 */
@NullMarked
package io.natskit.client.internal.session;

import org.jspecify.annotations.NullMarked;
