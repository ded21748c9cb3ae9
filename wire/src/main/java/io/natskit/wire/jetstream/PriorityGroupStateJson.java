// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link PriorityGroupState} in JSON: names, order and what is left out are nats-server's. */
final class PriorityGroupStateJson {
    private PriorityGroupStateJson() {}

    static void write(PriorityGroupStateBuilder from, JsonWriter out) {
        out.field("group", from.group);
        out.fieldIfPresent("pinned_client_id", from.pinnedClientId);
        out.time("pinned_ts", from.pinnedTime);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, PriorityGroupStateBuilder to) {
        switch (in.name()) {
            case "group" -> to.group = in.string(to.group);
            case "pinned_client_id" -> to.pinnedClientId = in.string(to.pinnedClientId);
            case "pinned_ts" -> to.pinnedTime = in.instant(to.pinnedTime);
            default -> {
                return false;
            }
        }
        return true;
    }
}
