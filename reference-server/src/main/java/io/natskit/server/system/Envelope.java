// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.system;

import io.natskit.server.config.ServerOptions;
import io.natskit.server.monitoring.Sources;
import io.natskit.server.session.ServerContext;
import io.natskit.server.session.ServerInfo;
import io.natskit.wire.Nuid;
import io.natskit.wire.json.JsonWriter;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** What stands first in each answer and event: which server says it, and when. Any thread. */
final class Envelope {
    /** JetStream, snapshots in binary form, and consensus in accounts: what nats-server says of one with JetStream. */
    private static final int JET_STREAM_FLAGS = 7;

    private final ServerContext context;
    private final AtomicLong sequence = new AtomicLong();

    Envelope(ServerContext context) {
        this.context = context;
    }

    /** Writes the field {@code server}. */
    void writeTo(JsonWriter json) {
        fields(json.begin("server"));
        json.end();
    }

    /** An event of that type begins. */
    JsonWriter event(String type, Instant when) {
        JsonWriter json =
                new JsonWriter().field("type", type).field("id", Nuid.next()).time("timestamp", when);
        writeTo(json);
        return json;
    }

    /** Writes what is in it. */
    void fields(JsonWriter json) {
        ServerInfo.Facts facts = context.info().facts();
        ServerOptions options = context.options();
        json.field("name", facts.name())
                .field("host", facts.host())
                .field("id", facts.id())
                .fieldIfPresent("domain", facts.domain())
                .field("ver", facts.version())
                .stringsIfPresent("tags", options.serverTags())
                .stringMapIfPresent("metadata", options.serverMetadata())
                .flagsIfPresent("feature_flags", Sources.features(options))
                .field("jetstream", facts.jetStream())
                .field("flags", facts.jetStream() ? JET_STREAM_FLAGS : 0)
                .field("seq", sequence.incrementAndGet())
                .time("time", context.wallClock().instant());
    }
}
