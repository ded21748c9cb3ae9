// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The servers that are held against the suite: ours (embedded and as a program), nats-server, a container, any address, any
 *  command. Called by the suite's tests on their thread; a program's output is read on a thread of its own.
 */
@NullMarked
package io.natskit.conformance.target;

import org.jspecify.annotations.NullMarked;
