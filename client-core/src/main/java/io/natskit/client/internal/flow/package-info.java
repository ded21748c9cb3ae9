// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The Flow view of a connection. <b>What lives here:</b> publishers whose demand decides how much is taken out of a subscription, and the subscriber that publishes;
 * both are made of the asynchronous view alone. <b>Who calls it:</b> {@code Connection.flow()}. <b>On which thread:</b> signals go to users on the executor given.
 */
@NullMarked
package io.natskit.client.internal.flow;

import org.jspecify.annotations.NullMarked;
