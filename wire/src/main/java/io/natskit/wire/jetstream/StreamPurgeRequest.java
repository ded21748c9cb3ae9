// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/**
 * The body of a request to forget messages (row JA-08).
 *
 * @param sequence the first message that stays; 0 for none
 * @param filter the subjects that are meant; empty for all
 * @param keep how many of the last messages stay; not with a sequence
 */
public record StreamPurgeRequest(long sequence, String filter, long keep) {
    /** Reads as a server does; throws {@link io.natskit.wire.json.JsonException} with nats-server's text. No body means no wishes. */
    public static StreamPurgeRequest ofRequest(byte[] json, int offset, int length, boolean strict) {
        StructReader in = StructReader.request(json, offset, length, strict, "server.JSApiStreamPurgeRequest");
        long sequence = 0;
        String filter = "";
        long keep = 0;
        while (in.next()) {
            switch (in.name()) {
                case "seq" -> sequence = in.uint64(sequence);
                case "filter" -> filter = in.string(filter);
                case "keep" -> keep = in.uint64(keep);
                default -> in.unknown();
            }
        }
        return new StreamPurgeRequest(sequence, filter, keep);
    }

    /** The body in JSON. */
    public byte[] toJson() {
        return new JsonWriter()
                .unsignedIfNonZero("seq", sequence)
                .fieldIfPresent("filter", filter)
                .unsignedIfNonZero("keep", keep)
                .toBytes();
    }
}
