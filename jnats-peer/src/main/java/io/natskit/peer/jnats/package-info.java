// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** jnats, driven from its own process. */
@NullMarked
package io.natskit.peer.jnats;

import org.jspecify.annotations.NullMarked;
