// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** Side-by-side runs and JMH. */
@NullMarked
package io.natskit.benchmarks;

import org.jspecify.annotations.NullMarked;
