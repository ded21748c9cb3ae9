// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link Placement} in JSON: names, order and what is left out are nats-server's. */
final class PlacementJson {
    private PlacementJson() {}

    static void write(PlacementBuilder from, JsonWriter out) {
        out.fieldIfPresent("cluster", from.cluster);
        out.stringsIfPresent("tags", from.tags);
        out.fieldIfPresent("preferred", from.preferred);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, PlacementBuilder to) {
        switch (in.name()) {
            case "cluster" -> to.cluster = in.string(to.cluster);
            case "tags" -> to.tags = in.strings(to.tags);
            case "preferred" -> to.preferred = in.string(to.preferred);
            default -> {
                return false;
            }
        }
        return true;
    }
}
