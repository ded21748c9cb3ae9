// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The server as a program: flags, log lines, pid and ports files, the end of the process. Called by the launcher, which starts
 * {@link io.natskit.server.program.Program}. Start and stop run on the main thread and in the shutdown hook; log lines come from any
 * thread.
 */
@NullMarked
package io.natskit.server.program;

import org.jspecify.annotations.NullMarked;
