// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link LostStreamData} in JSON: names, order and what is left out are nats-server's. */
final class LostStreamDataJson {
    private LostStreamDataJson() {}

    static void write(LostStreamDataBuilder from, JsonWriter out) {
        out.unsignedNumbers("msgs", from.messages);
        out.unsigned("bytes", from.bytes);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, LostStreamDataBuilder to) {
        switch (in.name()) {
            case "msgs" -> to.messages = in.uint64s(to.messages);
            case "bytes" -> to.bytes = in.uint64(to.bytes);
            default -> {
                return false;
            }
        }
        return true;
    }
}
