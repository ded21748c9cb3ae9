// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/**
 * The body of a request to make or change a stream (rows JA-02, JA-03).
 *
 * @param config the stream as it shall be
 * @param pedantic whether the server refuses values that it would otherwise correct
 */
public record StreamConfigRequest(StreamConfig config, boolean pedantic) {
    /**
     * Reads as a server does, see {@link StructReader}. Throws {@link io.natskit.wire.json.JsonException} with the text that follows
     * {@code invalid JSON: } in nats-server's answer.
     */
    public static StreamConfigRequest ofRequest(byte[] json, int offset, int length, boolean strict) {
        StructReader in = StructReader.request(json, offset, length, strict, "server.StreamConfigRequest");
        StreamConfigBuilder read = StreamConfigBuilder.unset();
        boolean pedantic = false;
        while (in.next()) {
            if (in.name().equals("pedantic")) {
                pedantic = in.bool(pedantic);
                continue;
            }
            in.embedded("StreamConfig");
            if (!read.readField(in)) {
                in.unknown();
            }
        }
        return new StreamConfigRequest(read.build(), pedantic);
    }

    /** The body in JSON. */
    public byte[] toJson() {
        JsonWriter out = new JsonWriter();
        config.writeTo(out);
        return out.fieldIfTrue("pedantic", pedantic).toBytes();
    }
}
