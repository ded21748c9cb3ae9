// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What lives here: JMH benchmarks of the parts that every message passes: subjects, interest, headers, parsers, outbox. Who calls it:
 * JMH, in processes of its own. On which thread: JMH's.
 */
@NullMarked
package io.natskit.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
