// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The implementation behind the API. <b>What lives here:</b> the blocking and asynchronous views of a connection: checks, waiting, rethrowing;
 * no state of their own. <b>Who calls it:</b> {@link io.natskit.Nats}, and applications through the interfaces of the API. <b>On which thread:</b> the caller's.
 */
@NullMarked
package io.natskit.client.internal;

import org.jspecify.annotations.NullMarked;
