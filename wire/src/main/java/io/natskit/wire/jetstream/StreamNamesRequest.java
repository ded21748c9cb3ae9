// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/**
 * The body of a request for the names of streams (row JA-04).
 *
 * @param offset how many to pass over
 * @param subject a subject that the streams take; empty for any
 */
public record StreamNamesRequest(int offset, String subject) {
    /** Reads as a server does; throws {@link io.natskit.wire.json.JsonException} with nats-server's text. No body means no wishes. */
    public static StreamNamesRequest ofRequest(byte[] json, int offset, int length, boolean strict) {
        StructReader in = StructReader.request(json, offset, length, strict, "server.JSApiStreamNamesRequest");
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
        return new StreamNamesRequest(page, subject);
    }

    /** The body in JSON. */
    public byte[] toJson() {
        return new JsonWriter()
                .field("offset", offset)
                .fieldIfPresent("subject", subject)
                .toBytes();
    }
}
