// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/**
 * The body of a request to deliver again (row JA-22).
 *
 * @param sequence the stream sequence to begin with; 0 for the one after the ack floor
 */
public record ConsumerResetRequest(long sequence) {
    /** Reads as a server does, which is not strict here; throws {@link io.natskit.wire.json.JsonException} with nats-server's text. */
    public static ConsumerResetRequest ofRequest(byte[] json, int offset, int length) {
        StructReader in = StructReader.unmarshal(json, offset, length, "server.JSApiConsumerResetRequest");
        long sequence = 0;
        while (in.next()) {
            switch (in.name()) {
                case "seq" -> sequence = in.uint64(sequence);
                default -> in.unknown();
            }
        }
        return new ConsumerResetRequest(sequence);
    }

    /** The body in JSON. */
    public byte[] toJson() {
        return new JsonWriter().unsignedIfNonZero("seq", sequence).toBytes();
    }
}
