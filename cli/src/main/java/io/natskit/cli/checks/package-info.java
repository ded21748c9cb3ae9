// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Checks for monitoring: one line, or another format, and the exit codes of monitoring plug-ins.
 *
 * <p>Called by picocli, on the main thread.
 */
@NullMarked
package io.natskit.cli.checks;

import org.jspecify.annotations.NullMarked;
