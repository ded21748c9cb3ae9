// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * The options of a server and the configuration file that they can come from. Read by {@code NatsServer}, the program and every
 * room of the server; the option types are immutable and safe on any thread, builders and the parser belong to one thread.
 */
@NullMarked
package io.natskit.server.config;

import org.jspecify.annotations.NullMarked;
