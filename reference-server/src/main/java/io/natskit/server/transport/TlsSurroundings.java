// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Where what looks after TLS lives.
 *
 * @param loop that waits
 * @param work that may take its time
 * @param journal where lines go
 * @param clock the time of day
 * @param end ends the server
 */
record TlsSurroundings(EventLoop loop, Executor work, TlsJournal journal, Supplier<Instant> clock, Runnable end) {}
