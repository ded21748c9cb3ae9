// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * What a command prints and reads: one place each for tables, facts, figures, JSON, bars, histograms and rates.
 *
 * <p>Called by every command, on the thread that runs it, but where a class says that any thread may. Knows nothing of NATS.
 */
@NullMarked
package io.natskit.cli.terminal;

import org.jspecify.annotations.NullMarked;
