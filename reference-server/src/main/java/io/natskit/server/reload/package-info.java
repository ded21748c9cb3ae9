// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What other options mean to a server that runs: which of them it can take, in which words that is said, and what each needs beside being
 * there. Pure: two options objects in, a plan out; the server carries it out through {@link io.natskit.server.reload.RunningParts}. Called by the
 * server, one reload after another.
 */
@NullMarked
package io.natskit.server.reload;

import org.jspecify.annotations.NullMarked;
