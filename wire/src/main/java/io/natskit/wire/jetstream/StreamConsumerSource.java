// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import org.jspecify.annotations.Nullable;

/**
 * The durable consumer through which a mirror or source is read (ADR-60).
 *
 * @param name its name
 * @param deliverSubject where it delivers
 */
public record StreamConsumerSource(String name, String deliverSubject) {
    static @Nullable StreamConsumerSource read(StructReader in, @Nullable StreamConsumerSource old) {
        if (!in.enter("server.StreamConsumerSource")) {
            return in.wasNull() ? null : old;
        }
        return readFields(in, old);
    }

    private static StreamConsumerSource readFields(StructReader in, @Nullable StreamConsumerSource old) {
        String name = old == null ? "" : old.name();
        String deliverSubject = old == null ? "" : old.deliverSubject();
        while (in.next()) {
            switch (in.name()) {
                case "name" -> name = in.string(name);
                case "deliver_subject" -> deliverSubject = in.string(deliverSubject);
                default -> in.unknown();
            }
        }
        return new StreamConsumerSource(name, deliverSubject);
    }

    /** Writes the fields into the object that is open. */
    public void writeTo(JsonWriter out) {
        out.fieldIfPresent("name", name);
        out.fieldIfPresent("deliver_subject", deliverSubject);
    }
}
