// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link ApiStats} in JSON: names, order and what is left out are nats-server's. */
final class ApiStatsJson {
    private ApiStatsJson() {}

    static void write(ApiStatsBuilder from, JsonWriter out) {
        out.field("level", from.level);
        out.unsigned("total", from.total);
        out.unsigned("errors", from.errors);
        out.unsignedIfNonZero("inflight", from.inflight);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, ApiStatsBuilder to) {
        switch (in.name()) {
            case "level" -> to.level = in.integer(to.level);
            case "total" -> to.total = in.uint64(to.total);
            case "errors" -> to.errors = in.uint64(to.errors);
            case "inflight" -> to.inflight = in.uint64(to.inflight);
            default -> {
                return false;
            }
        }
        return true;
    }
}
