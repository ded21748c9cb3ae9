// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link SequenceInfo} in JSON: names, order and what is left out are nats-server's. */
final class SequenceInfoJson {
    private SequenceInfoJson() {}

    static void write(SequenceInfoBuilder from, JsonWriter out) {
        out.unsigned("consumer_seq", from.consumer);
        out.unsigned("stream_seq", from.stream);
        out.timeIfPresent("last_active", from.lastActive);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, SequenceInfoBuilder to) {
        switch (in.name()) {
            case "consumer_seq" -> to.consumer = in.uint64(to.consumer);
            case "stream_seq" -> to.stream = in.uint64(to.stream);
            case "last_active" -> to.lastActive = in.instant(to.lastActive);
            default -> {
                return false;
            }
        }
        return true;
    }
}
