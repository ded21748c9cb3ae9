// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/**
 * The body of a request for consumers or their names (row JA-17).
 *
 * @param offset how many to pass over
 */
public record ConsumersRequest(int offset) {
    /** Reads as a server does; throws {@link io.natskit.wire.json.JsonException} with nats-server's text. No body means no wishes. */
    public static ConsumersRequest ofRequest(byte[] json, int offset, int length, boolean strict) {
        StructReader in = StructReader.request(json, offset, length, strict, "server.JSApiConsumersRequest");
        int page = 0;
        while (in.next()) {
            switch (in.name()) {
                case "offset" -> {
                    in.embedded("ApiPagedRequest");
                    page = in.integer(page);
                }
                default -> in.unknown();
            }
        }
        return new ConsumersRequest(page);
    }

    /** The body in JSON. */
    public byte[] toJson() {
        return new JsonWriter().field("offset", offset).toBytes();
    }
}
