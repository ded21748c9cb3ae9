// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How subjects are changed (rows SC-11, SC-12, SC-17, MP-02).
 *
 * @param source the subjects that are changed, wildcards allowed; empty for all
 * @param destination what they become, as {@code orders.{{wildcard(1)}}}; empty for no change
 */
public record SubjectTransformConfig(String source, String destination) {
    static @Nullable SubjectTransformConfig read(StructReader in, @Nullable SubjectTransformConfig old) {
        if (!in.enter("server.SubjectTransformConfig")) {
            return in.wasNull() ? null : old;
        }
        return readFields(in, old);
    }

    private static SubjectTransformConfig readFields(StructReader in, @Nullable SubjectTransformConfig old) {
        String source = old == null ? "" : old.source();
        String destination = old == null ? "" : old.destination();
        while (in.next()) {
            switch (in.name()) {
                case "src" -> source = in.string(source);
                case "dest" -> destination = in.string(destination);
                default -> in.unknown();
            }
        }
        return new SubjectTransformConfig(source, destination);
    }

    static List<SubjectTransformConfig> readAll(StructReader in, List<SubjectTransformConfig> old) {
        if (!in.enterArray("[]server.SubjectTransformConfig")) {
            return in.wasNull() ? List.of() : old;
        }
        List<SubjectTransformConfig> read = new ArrayList<>();
        while (in.nextElement()) {
            if (in.enter("server.SubjectTransformConfig")) {
                read.add(readFields(in, null));
            } else if (in.wasNull()) {
                read.add(new SubjectTransformConfig("", ""));
            }
        }
        return List.copyOf(read);
    }

    static void writeAll(String name, List<SubjectTransformConfig> all, JsonWriter out) {
        if (!all.isEmpty()) {
            out.beginArray(name);
            for (SubjectTransformConfig one : all) {
                one.writeTo(out.beginElement());
                out.end();
            }
            out.endArray();
        }
    }

    /** Writes the fields into the object that is open. */
    public void writeTo(JsonWriter out) {
        out.field("src", source);
        out.field("dest", destination);
    }
}
