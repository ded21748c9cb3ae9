// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * How a command reaches a server: the options, variables and context files of the nats CLI, and the connection that they lead to.
 *
 * <p>Called by every command that speaks to a server, on the thread that runs it.
 */
@NullMarked
package io.natskit.cli.connect;

import org.jspecify.annotations.NullMarked;
