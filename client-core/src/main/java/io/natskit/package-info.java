// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The front door. <b>What lives here:</b> {@link io.natskit.Nats}, the only class that knows both the API and what implements it. <b>Who calls it:</b>
 * applications. <b>On which thread:</b> any.
 */
@NullMarked
package io.natskit;

import org.jspecify.annotations.NullMarked;
