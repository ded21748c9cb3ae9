// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link StreamAlternate} in JSON: names, order and what is left out are nats-server's. */
final class StreamAlternateJson {
    private StreamAlternateJson() {}

    static void write(StreamAlternateBuilder from, JsonWriter out) {
        out.field("name", from.name);
        out.fieldIfPresent("domain", from.domain);
        out.field("cluster", from.cluster);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, StreamAlternateBuilder to) {
        switch (in.name()) {
            case "name" -> to.name = in.string(to.name);
            case "domain" -> to.domain = in.string(to.domain);
            case "cluster" -> to.cluster = in.string(to.cluster);
            default -> {
                return false;
            }
        }
        return true;
    }
}
