// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/**
 * The body of a request for streams as they are (row JA-05).
 *
 * @param offset how many to pass over
 * @param subject a subject that the streams take; empty for any
 */
public record StreamListRequest(int offset, String subject) {
    /** Reads as a server does; throws {@link io.natskit.wire.json.JsonException} with nats-server's text. No body means no wishes. */
    public static StreamListRequest ofRequest(byte[] json, int offset, int length, boolean strict) {
        StructReader in = StructReader.request(json, offset, length, strict, "server.JSApiStreamListRequest");
        int page = 0;
        String subject = "";
        while (in.next()) {
            switch (in.name()) {
                case "offset" -> {
                    in.embedded("ApiPagedRequest");
                    page = in.integer(page);
                }
                case "subject" -> subject = in.string(subject);
                default -> in.unknown();
            }
        }
        return new StreamListRequest(page, subject);
    }

    /** The body in JSON. */
    public byte[] toJson() {
        return new JsonWriter()
                .field("offset", offset)
                .fieldIfPresent("subject", subject)
                .toBytes();
    }
}
