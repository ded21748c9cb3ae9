// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/**
 * The body of a request to restore a stream from a backup (row JA-12).
 *
 * @param config the stream as it was
 * @param state what it held
 */
public record StreamRestoreRequest(StreamConfig config, StreamState state) {
    /** Reads as a server does; throws {@link io.natskit.wire.json.JsonException} with nats-server's text. */
    public static StreamRestoreRequest ofRequest(byte[] json, int offset, int length, boolean strict) {
        StructReader in = StructReader.request(json, offset, length, strict, "server.JSApiStreamRestoreRequest");
        StreamConfigBuilder config = StreamConfigBuilder.unset();
        StreamState state = StreamState.EMPTY;
        while (in.next()) {
            switch (in.name()) {
                case "config" -> config.readObject(in);
                case "state" -> state = StreamState.read(in, state);
                default -> in.unknown();
            }
        }
        return new StreamRestoreRequest(config.build(), state);
    }

    /** The body in JSON. */
    public byte[] toJson() {
        JsonWriter out = new JsonWriter();
        config.writeTo(out.begin("config"));
        state.writeTo(out.end().begin("state"));
        return out.end().toBytes();
    }
}
