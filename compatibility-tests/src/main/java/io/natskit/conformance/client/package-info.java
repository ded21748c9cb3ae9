// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The judge of clients: a scripted server that starts a client program by its command and holds what it sends against a script; and
 *  the drivers that say how each client is started. Called by the suite's tests, on their thread; a program's output is read on its own.
 */
@NullMarked
package io.natskit.conformance.client;

import org.jspecify.annotations.NullMarked;
