// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * Rules without state. <b>What lives here:</b> what a server's {@code -ERR} means, and which subjects may be sent. <b>Who calls it:</b> the views and the session.
 * <b>On which thread:</b> any; all is pure.
 */
@NullMarked
package io.natskit.client.internal.rules;

import org.jspecify.annotations.NullMarked;
