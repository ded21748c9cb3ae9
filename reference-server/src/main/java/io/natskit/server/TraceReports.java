// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.account.Account;
import io.natskit.server.local.LocalClients;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ServerInfo;
import io.natskit.server.tracing.MessageTrace;
import io.natskit.server.tracing.TraceSink;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Publishes finished traces, with what the server says of itself. */
final class TraceReports implements TraceSink<Account<Subscription>> {
    private final LocalClients clients;
    private final Supplier<ServerInfo.Facts> facts;
    private final InstantSource clock;
    private final AtomicLong sequence = new AtomicLong();

    TraceReports(LocalClients clients, Supplier<ServerInfo.Facts> facts, InstantSource clock) {
        this.clients = clients;
        this.facts = facts;
        this.clock = clock;
    }

    @Override
    public void send(Account<Subscription> account, String destination, MessageTrace trace) {
        byte[] subject = destination.getBytes(StandardCharsets.UTF_8);
        clients.publisher().publish(account, subject, trace.toJson(this::describe));
    }

    private void describe(JsonWriter json) {
        ServerInfo.Facts own = facts.get();
        json.field("name", own.name())
                .field("host", own.host())
                .field("id", own.id())
                .field("ver", own.version())
                .field("jetstream", own.jetStream())
                .field("seq", sequence.incrementAndGet())
                .time("time", clock.instant());
    }
}
