// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/**
 * The body of a request to forget one message (row JA-09).
 *
 * @param sequence which
 * @param noErase whether its bytes may stay in the store
 */
public record MessageDeleteRequest(long sequence, boolean noErase) {
    /** Reads as a server does; throws {@link io.natskit.wire.json.JsonException} with nats-server's text. No body means no wishes. */
    public static MessageDeleteRequest ofRequest(byte[] json, int offset, int length, boolean strict) {
        StructReader in = StructReader.request(json, offset, length, strict, "server.JSApiMsgDeleteRequest");
        long sequence = 0;
        boolean noErase = false;
        while (in.next()) {
            switch (in.name()) {
                case "seq" -> sequence = in.uint64(sequence);
                case "no_erase" -> noErase = in.bool(noErase);
                default -> in.unknown();
            }
        }
        return new MessageDeleteRequest(sequence, noErase);
    }

    /** The body in JSON. */
    public byte[] toJson() {
        return new JsonWriter()
                .unsigned("seq", sequence)
                .fieldIfTrue("no_erase", noErase)
                .toBytes();
    }
}
