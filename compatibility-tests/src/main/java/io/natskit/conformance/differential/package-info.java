// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The generated differential run: random operations on streams and consumers, done at two servers in step, whose answers, states and
 *  deliveries must be alike. {@link Plan} invents operations from a seed, {@link Side} does them at one server, {@link Differential} compares.
 *  Called by the suite's tests on their thread.
 */
@NullMarked
package io.natskit.conformance.differential;

import org.jspecify.annotations.NullMarked;
