// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The ledger of what ran, against which target, with what outcome, and the report made from it. Called by the suite's tests
 *  (any thread) and, after them, by {@link io.natskit.conformance.report.ConformanceReport} as a program.
 */
@NullMarked
package io.natskit.conformance.report;

import org.jspecify.annotations.NullMarked;
