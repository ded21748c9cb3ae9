// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What lives here: the loads of the client benchmarks, written once against {@link io.natskit.peer.load.LoadClient}, so that every
 * client does the same work and is measured by the same code. Who calls it: the mains of the two sides, jnats in this module and
 * ours in the benchmarks, each in a process of its own. On which thread: the main thread, except where a method says otherwise.
 */
@NullMarked
package io.natskit.peer.load;

import org.jspecify.annotations.NullMarked;
