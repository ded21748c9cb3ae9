// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link PeerInfo} in JSON: names, order and what is left out are nats-server's. */
final class PeerInfoJson {
    private PeerInfoJson() {}

    static void write(PeerInfoBuilder from, JsonWriter out) {
        out.field("name", from.name);
        out.field("current", from.current);
        out.fieldIfTrue("offline", from.offline);
        out.field("active", from.active);
        out.unsignedIfNonZero("lag", from.lag);
        out.field("peer", from.peer);
        out.fieldIfTrue("pending", from.pending);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, PeerInfoBuilder to) {
        switch (in.name()) {
            case "name" -> to.name = in.string(to.name);
            case "current" -> to.current = in.bool(to.current);
            case "offline" -> to.offline = in.bool(to.offline);
            case "active" -> to.active = in.nanos(to.active);
            case "lag" -> to.lag = in.uint64(to.lag);
            case "peer" -> to.peer = in.string(to.peer);
            case "pending" -> to.pending = in.bool(to.pending);
            default -> {
                return false;
            }
        }
        return true;
    }
}
