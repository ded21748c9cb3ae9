// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What lives here: our client as the client loads see it. Who calls it: the runner, in a process of its own, just as it calls jnats.
 * On which thread: the main thread and those of the client.
 */
@NullMarked
package io.natskit.benchmarks.client;

import org.jspecify.annotations.NullMarked;
