// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import org.jspecify.annotations.Nullable;

/**
 * Where stored messages are published again (row SC-16).
 *
 * @param source the subjects that are published again; empty for all
 * @param destination where, with the functions of a subject transform
 * @param headersOnly whether the payload is left out
 */
public record Republish(String source, String destination, boolean headersOnly) {
    /** Everything, with its payload. */
    public static Republish to(String destination) {
        return new Republish("", destination, false);
    }

    static @Nullable Republish read(StructReader in, @Nullable Republish old) {
        if (!in.enter("server.RePublish")) {
            return in.wasNull() ? null : old;
        }
        return readFields(in, old);
    }

    private static Republish readFields(StructReader in, @Nullable Republish old) {
        String source = old == null ? "" : old.source();
        String destination = old == null ? "" : old.destination();
        boolean headersOnly = old == null ? false : old.headersOnly();
        while (in.next()) {
            switch (in.name()) {
                case "src" -> source = in.string(source);
                case "dest" -> destination = in.string(destination);
                case "headers_only" -> headersOnly = in.bool(headersOnly);
                default -> in.unknown();
            }
        }
        return new Republish(source, destination, headersOnly);
    }

    /** Writes the fields into the object that is open. */
    public void writeTo(JsonWriter out) {
        out.fieldIfPresent("src", source);
        out.field("dest", destination);
        out.fieldIfTrue("headers_only", headersOnly);
    }
}
