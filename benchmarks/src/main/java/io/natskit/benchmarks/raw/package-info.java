// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What lives here: a load generator that costs next to nothing a message, so that the server is what is measured: buffers are encoded
 * once, frames are counted and not parsed. Who calls it: the runner, which starts it in a process of its own and talks to it by lines.
 * On which thread: one blocking thread a connection.
 */
@NullMarked
package io.natskit.benchmarks.raw;

import org.jspecify.annotations.NullMarked;
