// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/**
 * The body of a request for a stream as it is (row JA-06).
 *
 * @param offset how many subjects to pass over
 * @param deletedDetails whether the deleted sequences are wanted
 * @param subjectsFilter the subjects whose counts are wanted; empty for none
 */
public record StreamInfoRequest(int offset, boolean deletedDetails, String subjectsFilter) {
    /** Reads as a server does; throws {@link io.natskit.wire.json.JsonException} with nats-server's text. No body means no wishes. */
    public static StreamInfoRequest ofRequest(byte[] json, int offset, int length, boolean strict) {
        StructReader in = StructReader.request(json, offset, length, strict, "server.JSApiStreamInfoRequest");
        int page = 0;
        boolean deletedDetails = false;
        String subjectsFilter = "";
        while (in.next()) {
            switch (in.name()) {
                case "offset" -> {
                    in.embedded("ApiPagedRequest");
                    page = in.integer(page);
                }
                case "deleted_details" -> deletedDetails = in.bool(deletedDetails);
                case "subjects_filter" -> subjectsFilter = in.string(subjectsFilter);
                default -> in.unknown();
            }
        }
        return new StreamInfoRequest(page, deletedDetails, subjectsFilter);
    }

    /** The body in JSON. */
    public byte[] toJson() {
        return new JsonWriter()
                .field("offset", offset)
                .fieldIfTrue("deleted_details", deletedDetails)
                .fieldIfPresent("subjects_filter", subjectsFilter)
                .toBytes();
    }
}
