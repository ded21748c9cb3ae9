// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Servers and accounts, as the system account tells of them: lists, reports, {@code top}.
 *
 * <p>Called by picocli, on the main thread.
 */
@NullMarked
package io.natskit.cli.system;

import org.jspecify.annotations.NullMarked;
