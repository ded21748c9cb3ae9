// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;

/** The fields of a {@link StreamSourceInfo} in JSON: names, order and what is left out are nats-server's. */
final class StreamSourceInfoJson {
    private StreamSourceInfoJson() {}

    static void write(StreamSourceInfoBuilder from, JsonWriter out) {
        out.field("name", from.name);
        if (from.external != null) {
            from.external.writeTo(out.begin("external"));
            out.end();
        }
        out.unsigned("lag", from.lag);
        out.unsignedIfNonZero("seq", from.sequence);
        out.field("active", from.active);
        if (from.error != null) {
            from.error.writeTo(out.begin("error"));
            out.end();
        }
        out.fieldIfPresent("filter_subject", from.filterSubject);
        SubjectTransformConfig.writeAll("subject_transforms", from.subjectTransforms, out);
    }

    /** False if the field is none of these. */
    static boolean read(StructReader in, StreamSourceInfoBuilder to) {
        switch (in.name()) {
            case "name" -> to.name = in.string(to.name);
            case "external" -> to.external = ExternalStream.read(in, to.external);
            case "lag" -> to.lag = in.uint64(to.lag);
            case "seq" -> to.sequence = in.uint64(to.sequence);
            case "active" -> to.active = in.nanos(to.active);
            case "error" -> to.error = ApiError.read(in, to.error);
            case "filter_subject" -> to.filterSubject = in.string(to.filterSubject);
            case "subject_transforms" ->
                to.subjectTransforms = SubjectTransformConfig.readAll(in, to.subjectTransforms);
            default -> {
                return false;
            }
        }
        return true;
    }
}
