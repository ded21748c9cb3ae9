// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of an account are traced.
 *
 * @param destination where the traces go
 * @param samplingPercent how many of a hundred messages with a sampled {@code traceparent}; 0 means all
 */
public record TraceRule(String destination, int samplingPercent) {
    static @Nullable TraceRule read(StructReader in) {
        if (!in.enter("jwt.MsgTrace")) {
            return null;
        }
        String destination = "";
        int sampling = 0;
        while (in.next()) {
            switch (in.name()) {
                case "dest" -> destination = in.string(destination);
                case "sampling" -> sampling = in.integer(sampling);
                default -> in.unknown();
            }
        }
        return new TraceRule(destination, sampling);
    }

    void write(JsonWriter out) {
        out.begin("trace")
                .fieldIfPresent("dest", destination)
                .fieldIfNonZero("sampling", samplingPercent)
                .end();
    }
}
