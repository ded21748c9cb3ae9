// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/**
 * The program: what it is called by, and how its commands hang together.
 *
 * <p>Called by the JVM. Knows every other room; none knows it.
 */
@NullMarked
package io.natskit.cli;

import org.jspecify.annotations.NullMarked;
