// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link StreamInfo} in JSON: names, order and what is left out are nats-server's. */
final class StreamInfoJson {
    private StreamInfoJson() {}

    static void write(StreamInfoBuilder from, JsonWriter out) {
        from.config.writeTo(out.begin("config"));
        out.end();
        out.time("created", from.created);
        from.state.writeTo(out.begin("state"));
        out.end();
        out.fieldIfPresent("domain", from.domain);
        if (from.cluster != null) {
            from.cluster.writeTo(out.begin("cluster"));
            out.end();
        }
        if (from.mirror != null) {
            from.mirror.writeTo(out.begin("mirror"));
            out.end();
        }
        StreamSourceInfo.writeAll("sources", from.sources, out);
        StreamAlternate.writeAll("alternates", from.alternates, out);
        out.time("ts", from.timestamp);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, StreamInfoBuilder to) {
        switch (in.name()) {
            case "config" -> to.config = StreamConfig.read(in, to.config);
            case "created" -> to.created = in.instant(to.created);
            case "state" -> to.state = StreamState.read(in, to.state);
            case "domain" -> to.domain = in.string(to.domain);
            case "cluster" -> to.cluster = ClusterInfo.read(in, to.cluster);
            case "mirror" -> to.mirror = StreamSourceInfo.read(in, to.mirror);
            case "sources" -> to.sources = StreamSourceInfo.readAll(in, to.sources);
            case "alternates" -> to.alternates = StreamAlternate.readAll(in, to.alternates);
            case "ts" -> to.timestamp = in.instant(to.timestamp);
            default -> {
                return false;
            }
        }
        return true;
    }
}
