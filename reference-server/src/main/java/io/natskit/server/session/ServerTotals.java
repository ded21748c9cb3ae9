// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import java.util.concurrent.atomic.LongAdder;

/** Counts of the whole server that connections leave behind. Any thread. */
public final class ServerTotals {
    /** Connections that were ever accepted. */
    public final LongAdder connections = new LongAdder();
    /** Clients that fell behind. */
    public final LongAdder slowConsumers = new LongAdder();
    /** Connections that stopped answering. */
    public final LongAdder staleConnections = new LongAdder();
    /** Times that a publisher was held back. */
    public final LongAdder stalls = new LongAdder();
}
