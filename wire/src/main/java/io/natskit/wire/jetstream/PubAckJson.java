// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link PubAck} in JSON: names, order and what is left out are nats-server's. */
final class PubAckJson {
    private PubAckJson() {}

    static void write(PubAckBuilder from, JsonWriter out) {
        out.field("stream", from.stream);
        out.unsigned("seq", from.sequence);
        out.fieldIfPresent("domain", from.domain);
        out.fieldIfTrue("duplicate", from.duplicate);
        out.fieldIfPresent("val", from.value);
        out.fieldIfPresent("batch", from.batch);
        out.unsignedIfNonZero("count", from.batchSize);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, PubAckBuilder to) {
        switch (in.name()) {
            case "stream" -> to.stream = in.string(to.stream);
            case "seq" -> to.sequence = in.uint64(to.sequence);
            case "domain" -> to.domain = in.string(to.domain);
            case "duplicate" -> to.duplicate = in.bool(to.duplicate);
            case "val" -> to.value = in.string(to.value);
            case "batch" -> to.batch = in.string(to.batch);
            case "count" -> to.batchSize = in.uint64(to.batchSize);
            default -> {
                return false;
            }
        }
        return true;
    }
}
