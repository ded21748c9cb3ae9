// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** Tests of the server as a program: flags, log lines, files in memory and in temporary folders; those that start the launcher end in IT. */
@NullMarked
package io.natskit.server.program;

import org.jspecify.annotations.NullMarked;
