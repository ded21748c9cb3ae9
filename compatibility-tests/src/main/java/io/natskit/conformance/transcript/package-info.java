// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** Wire transcripts: text files that say what a client sends and what a server must answer, and the engine that replays
 *  them. Lives here: the parser, the steps, the patterns and the recorded answers of nats-server. Called by the suite's
 *  tests and by the report, on the thread of the test; nothing here starts a thread.
 */
@NullMarked
package io.natskit.conformance.transcript;

import org.jspecify.annotations.NullMarked;
