// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link StreamSource} in JSON: names, order and what is left out are nats-server's. */
final class StreamSourceJson {
    private StreamSourceJson() {}

    static void write(StreamSourceBuilder from, JsonWriter out) {
        out.field("name", from.name);
        out.unsignedIfNonZero("opt_start_seq", from.startSequence);
        out.timeIfPresent("opt_start_time", from.startTime);
        out.fieldIfPresent("filter_subject", from.filterSubject);
        SubjectTransformConfig.writeAll("subject_transforms", from.subjectTransforms, out);
        if (from.external != null) {
            from.external.writeTo(out.begin("external"));
            out.end();
        }
        if (from.consumer != null) {
            from.consumer.writeTo(out.begin("consumer"));
            out.end();
        }
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, StreamSourceBuilder to) {
        switch (in.name()) {
            case "name" -> to.name = in.string(to.name);
            case "opt_start_seq" -> to.startSequence = in.uint64(to.startSequence);
            case "opt_start_time" -> to.startTime = in.optionalTime(to.startTime);
            case "filter_subject" -> to.filterSubject = in.string(to.filterSubject);
            case "subject_transforms" ->
                to.subjectTransforms = SubjectTransformConfig.readAll(in, to.subjectTransforms);
            case "external" -> to.external = ExternalStream.read(in, to.external);
            case "consumer" -> to.consumer = StreamConsumerSource.read(in, to.consumer);
            default -> {
                return false;
            }
        }
        return true;
    }
}
