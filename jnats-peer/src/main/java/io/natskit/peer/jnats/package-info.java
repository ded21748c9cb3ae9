// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What lives here: jnats as a peer, in a process of its own because its cryptography library clashes with ours. Who calls it: the
 * conformance suite and the benchmark runner, by {@code java -cp}. On which thread: the main thread and those of jnats.
 */
@NullMarked
package io.natskit.peer.jnats;

import org.jspecify.annotations.NullMarked;
