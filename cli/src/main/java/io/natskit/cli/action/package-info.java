// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * What all commands are made of: where they find terminal and options, how they connect, and how what goes wrong becomes a line with a
 * remedy and an exit code.
 *
 * <p>Called by picocli, on the main thread.
 */
@NullMarked
package io.natskit.cli.action;

import org.jspecify.annotations.NullMarked;
