// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link DesiredOrigin} in JSON: names, order and what is left out are nats-server's. */
final class DesiredOriginJson {
    private DesiredOriginJson() {}

    static void write(DesiredOriginBuilder from, JsonWriter out) {
        out.field("replicas", from.replicas);
        if (from.placement != null) {
            from.placement.writeTo(out.begin("placement"));
            out.end();
        }
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, DesiredOriginBuilder to) {
        switch (in.name()) {
            case "replicas" -> to.replicas = in.integer(to.replicas);
            case "placement" -> to.placement = Placement.read(in, to.placement);
            default -> {
                return false;
            }
        }
        return true;
    }
}
