// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/**
 * What lives here: the side-by-side runner. It starts both sides in processes of their own, lets them alternate, keeps every round's
 * figures as data and makes tables, verdicts and pictures of them. Who calls it: {@code mvn -Pbench verify}, by its main. On which
 * thread: the main thread.
 */
@NullMarked
package io.natskit.benchmarks.run;

import org.jspecify.annotations.NullMarked;
