// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import org.jspecify.annotations.Nullable;

/**
 * What may be answered.
 *
 * @param maxMessages the answers to one request; below 0 is without end, 0 the server's default
 * @param expiresNanos how long; below 0 is without end, 0 the server's default
 */
public record ResponsePermission(long maxMessages, long expiresNanos) {
    static @Nullable ResponsePermission read(StructReader in) {
        if (!in.enter("jwt.ResponsePermission")) {
            return null;
        }
        long max = 0;
        long ttl = 0;
        while (in.next()) {
            switch (in.name()) {
                case "max" -> max = in.integer(max);
                case "ttl" -> ttl = in.nanos(ttl);
                default -> in.unknown();
            }
        }
        return new ResponsePermission(max, ttl);
    }

    void write(String name, JsonWriter out) {
        out.begin(name).field("max", maxMessages).field("ttl", expiresNanos).end();
    }
}
