// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import org.jspecify.annotations.Nullable;

/**
 * How a stream in another account or domain is reached (row SC-11).
 *
 * @param apiPrefix stands for {@code $JS.API}, as {@code $JS.hub.API}
 * @param deliverPrefix begins the subject of deliveries; empty for the plain one
 */
public record ExternalStream(String apiPrefix, String deliverPrefix) {
    /** A stream in a domain of the same account. */
    public static ExternalStream domain(String domain) {
        return new ExternalStream("$JS." + domain + ".API", "");
    }

    static @Nullable ExternalStream read(StructReader in, @Nullable ExternalStream old) {
        if (!in.enter("server.ExternalStream")) {
            return in.wasNull() ? null : old;
        }
        return readFields(in, old);
    }

    private static ExternalStream readFields(StructReader in, @Nullable ExternalStream old) {
        String apiPrefix = old == null ? "" : old.apiPrefix();
        String deliverPrefix = old == null ? "" : old.deliverPrefix();
        while (in.next()) {
            switch (in.name()) {
                case "api" -> apiPrefix = in.string(apiPrefix);
                case "deliver" -> deliverPrefix = in.string(deliverPrefix);
                default -> in.unknown();
            }
        }
        return new ExternalStream(apiPrefix, deliverPrefix);
    }

    /** Writes the fields into the object that is open. */
    public void writeTo(JsonWriter out) {
        out.field("api", apiPrefix);
        out.field("deliver", deliverPrefix);
    }
}
