// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link MessageGetRequest} in JSON: names, order and what is left out are nats-server's. */
final class MessageGetRequestJson {
    private MessageGetRequestJson() {}

    static void write(MessageGetRequestBuilder from, JsonWriter out) {
        out.unsignedIfNonZero("seq", from.sequence);
        out.fieldIfPresent("last_by_subj", from.lastBySubject);
        out.fieldIfPresent("next_by_subj", from.nextBySubject);
        out.fieldIfNonZero("batch", from.batch);
        out.fieldIfNonZero("max_bytes", from.maxBytes);
        out.timeIfPresent("start_time", from.startTime);
        out.stringsIfPresent("multi_last", from.multiLast);
        out.unsignedIfNonZero("up_to_seq", from.upToSequence);
        out.timeIfPresent("up_to_time", from.upToTime);
        out.fieldIfTrue("no_hdr", from.noHeaders);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, MessageGetRequestBuilder to) {
        switch (in.name()) {
            case "seq" -> to.sequence = in.uint64(to.sequence);
            case "last_by_subj" -> to.lastBySubject = in.string(to.lastBySubject);
            case "next_by_subj" -> to.nextBySubject = in.string(to.nextBySubject);
            case "batch" -> to.batch = in.integer(to.batch);
            case "max_bytes" -> to.maxBytes = in.integer(to.maxBytes);
            case "start_time" -> to.startTime = in.optionalTime(to.startTime);
            case "multi_last" -> to.multiLast = in.strings(to.multiLast);
            case "up_to_seq" -> to.upToSequence = in.uint64(to.upToSequence);
            case "up_to_time" -> to.upToTime = in.optionalTime(to.upToTime);
            case "no_hdr" -> to.noHeaders = in.bool(to.noHeaders);
            default -> {
                return false;
            }
        }
        return true;
    }
}
