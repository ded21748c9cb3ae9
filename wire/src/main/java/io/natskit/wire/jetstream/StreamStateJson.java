// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link StreamState} in JSON: names, order and what is left out are nats-server's. */
final class StreamStateJson {
    private StreamStateJson() {}

    static void write(StreamStateBuilder from, JsonWriter out) {
        out.unsigned("messages", from.messages);
        out.unsigned("bytes", from.bytes);
        out.unsigned("first_seq", from.firstSequence);
        out.time("first_ts", from.firstTime);
        out.unsigned("last_seq", from.lastSequence);
        out.time("last_ts", from.lastTime);
        out.fieldIfNonZero("num_subjects", from.numSubjects);
        out.countsIfPresent("subjects", from.subjects);
        out.fieldIfNonZero("num_deleted", from.numDeleted);
        if (from.deleted.length > 0) {
            out.unsignedNumbers("deleted", from.deleted);
        }
        if (from.lost != null) {
            from.lost.writeTo(out.begin("lost"));
            out.end();
        }
        out.field("consumer_count", from.consumerCount);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, StreamStateBuilder to) {
        switch (in.name()) {
            case "messages" -> to.messages = in.uint64(to.messages);
            case "bytes" -> to.bytes = in.uint64(to.bytes);
            case "first_seq" -> to.firstSequence = in.uint64(to.firstSequence);
            case "first_ts" -> to.firstTime = in.instant(to.firstTime);
            case "last_seq" -> to.lastSequence = in.uint64(to.lastSequence);
            case "last_ts" -> to.lastTime = in.instant(to.lastTime);
            case "num_subjects" -> to.numSubjects = in.integer(to.numSubjects);
            case "subjects" -> to.subjects = in.uint64Map(to.subjects);
            case "num_deleted" -> to.numDeleted = in.integer(to.numDeleted);
            case "deleted" -> to.deleted = in.uint64s(to.deleted);
            case "lost" -> to.lost = LostStreamData.read(in, to.lost);
            case "consumer_count" -> to.consumerCount = in.integer(to.consumerCount);
            default -> {
                return false;
            }
        }
        return true;
    }
}
