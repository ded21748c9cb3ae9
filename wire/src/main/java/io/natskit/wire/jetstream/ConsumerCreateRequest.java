// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/**
 * The body of a request to make or change a consumer (row JA-16).
 *
 * @param stream the stream's name
 * @param config the consumer as it shall be
 * @param action what the server may do
 * @param pedantic whether the server refuses values that it would otherwise correct
 */
public record ConsumerCreateRequest(String stream, ConsumerConfig config, ConsumerAction action, boolean pedantic) {
    /**
     * Reads as a server does, see {@link StructReader}. Throws {@link io.natskit.wire.json.JsonException} with the text that follows
     * {@code invalid JSON: } in nats-server's answer.
     */
    public static ConsumerCreateRequest ofRequest(byte[] json, int offset, int length, boolean strict) {
        StructReader in = StructReader.request(json, offset, length, strict, "server.CreateConsumerRequest");
        String stream = "";
        ConsumerConfigBuilder config = ConsumerConfigBuilder.unset();
        ConsumerAction action = ConsumerAction.CREATE_OR_UPDATE;
        boolean pedantic = false;
        while (in.next()) {
            switch (in.name()) {
                case "stream_name" -> stream = in.string(stream);
                case "config" -> config.readObject(in);
                case "action" -> action = ConsumerAction.read(in, action);
                case "pedantic" -> pedantic = in.bool(pedantic);
                default -> in.unknown();
            }
        }
        return new ConsumerCreateRequest(stream, config.build(), action, pedantic);
    }

    /** The body in JSON. */
    public byte[] toJson() {
        JsonWriter out = new JsonWriter().field("stream_name", stream);
        config.writeTo(out.begin("config"));
        return out.end()
                .field("action", action.json())
                .fieldIfTrue("pedantic", pedantic)
                .toBytes();
    }
}
