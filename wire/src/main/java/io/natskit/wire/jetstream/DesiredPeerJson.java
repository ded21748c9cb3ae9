// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link DesiredPeer} in JSON: names, order and what is left out are nats-server's. */
final class DesiredPeerJson {
    private DesiredPeerJson() {}

    static void write(DesiredPeerBuilder from, JsonWriter out) {
        out.field("name", from.name);
        out.fieldIfTrue("offline", from.offline);
        out.field("peer", from.peer);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, DesiredPeerBuilder to) {
        switch (in.name()) {
            case "name" -> to.name = in.string(to.name);
            case "offline" -> to.offline = in.bool(to.offline);
            case "peer" -> to.peer = in.string(to.peer);
            default -> {
                return false;
            }
        }
        return true;
    }
}
