// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * Running a server, and looking at servers through the system account.
 *
 * <p>Called by picocli, on the main thread.
 */
@NullMarked
package io.natskit.cli.servers;

import org.jspecify.annotations.NullMarked;
