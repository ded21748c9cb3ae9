// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What accounts share: imported streams and services. A subscription to an imported stream gets a shadow in the exporting account; a request to
 * an imported service is published again there, and its answers come back through a subject of their own. The router knows none of it: to it
 * they are {@code Outbox}es. Built by the server; called by the account (subscriptions) and the router (messages), on any loop.
 */
@NullMarked
package io.natskit.server.sharing;

import org.jspecify.annotations.NullMarked;
