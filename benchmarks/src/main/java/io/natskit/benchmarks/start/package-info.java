// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What lives here: programs that do almost nothing, to hold our server's start and memory against the JVM's own. Who calls it: the
 * runner, each in a process of its own. On which thread: the main thread.
 */
@NullMarked
package io.natskit.benchmarks.start;

import org.jspecify.annotations.NullMarked;
