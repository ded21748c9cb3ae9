// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/**
 * The body of a request to let go of a pinned client (row JA-21).
 *
 * @param group the priority group
 */
public record ConsumerUnpinRequest(String group) {
    /** Reads as a server does, which is not strict here; throws {@link io.natskit.wire.json.JsonException} with nats-server's text. */
    public static ConsumerUnpinRequest ofRequest(byte[] json, int offset, int length) {
        StructReader in = StructReader.unmarshal(json, offset, length, "server.JSApiConsumerUnpinRequest");
        String group = "";
        while (in.next()) {
            switch (in.name()) {
                case "group" -> group = in.string(group);
                default -> in.unknown();
            }
        }
        return new ConsumerUnpinRequest(group);
    }

    /** The body in JSON. */
    public byte[] toJson() {
        return new JsonWriter().field("group", group).toBytes();
    }
}
