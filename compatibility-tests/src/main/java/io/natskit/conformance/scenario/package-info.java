// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** Scenarios: cases at the level of messages, for JetStream above all. A file is read by {@link ScenarioParser}, played by {@link Play} over
 *  {@link Mail} (sockets, or what nats-server was recorded to answer) on the caller's thread; {@link Answers} keeps and compares recordings.
 */
@NullMarked
package io.natskit.conformance.scenario;

import org.jspecify.annotations.NullMarked;
