// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.account.Account;
import io.natskit.server.account.Traffic;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ServerTotals;
import io.natskit.wire.json.JsonWriter;
import java.util.Collection;

/** The counts that a server tells of by itself from time to time (SY-09). */
final class Statsz {
    private Statsz() {}

    static void write(Sources sources, JsonWriter json) {
        ServerTotals totals = sources.context().totals();
        Collection<Account<Subscription>> accounts =
                sources.context().accounts().all();
        Traffic traffic = Tally.of(sources.context()).all();
        json.time("start", sources.started())
                .field("mem", sources.usage().memoryBytes())
                .field("cores", Runtime.getRuntime().availableProcessors())
                .field("cpu", sources.usage().processorPercent())
                .field("connections", sources.context().registry().size())
                .field("total_connections", totals.connections.sum())
                .field(
                        "active_accounts",
                        accounts.stream()
                                .filter(one -> one.connectionCount() > 0)
                                .count())
                .field(
                        "subscriptions",
                        accounts.stream()
                                .mapToLong(one -> one.interest().size())
                                .sum());
        messages("sent", traffic.outMessages(), traffic.outBytes(), json);
        messages("sent_to_clients", traffic.outMessages(), traffic.outBytes(), json);
        messages("received", traffic.inMessages(), traffic.inBytes(), json);
        messages("received_from_clients", traffic.inMessages(), traffic.inBytes(), json);
        long slow = totals.slowConsumers.sum();
        long stale = totals.staleConnections.sum();
        json.field("slow_consumers", slow);
        if (slow > 0) {
            Varz.byKind("slow_consumer_stats", slow, json);
        }
        json.fieldIfNonZero("stale_connections", stale);
        if (stale > 0) {
            Varz.byKind("stale_connection_stats", stale, json);
        }
        json.fieldIfNonZero("stalled_clients", totals.stalls.sum()).field("active_servers", 1);
        if (sources.jetStream().get() != null) {
            JetStreamPart.varz(sources, false, json.begin("jetstream"));
            json.end();
        }
        json.field("gomaxprocs", sources.context().loops().count());
    }

    private static void messages(String name, long messages, long bytes, JsonWriter json) {
        json.begin(name).field("msgs", messages).field("bytes", bytes).end();
    }
}
