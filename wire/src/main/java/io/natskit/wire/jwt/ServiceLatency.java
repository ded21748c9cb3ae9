// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import org.jspecify.annotations.Nullable;

/**
 * How the latency of a service is tracked.
 *
 * @param samplingPercent how many of a hundred requests; 0 for those whose headers ask for it
 * @param subject where the measurements go
 */
public record ServiceLatency(int samplingPercent, String subject) {
    static @Nullable ServiceLatency read(StructReader in) {
        if (!in.enter("jwt.ServiceLatency")) {
            return null;
        }
        int sampling = 0;
        String results = "";
        while (in.next()) {
            switch (in.name()) {
                case "sampling" -> sampling = sampling(in);
                case "results" -> results = in.string(results);
                default -> in.unknown();
            }
        }
        return new ServiceLatency(sampling, results);
    }

    private static int sampling(StructReader in) {
        if (in.isText()) {
            String word = in.string("");
            if (word.equalsIgnoreCase("headers")) {
                return 0;
            }
            throw new JsonException("json: cannot unmarshal string into Go value of type int");
        }
        return in.integer(0);
    }

    void write(JsonWriter out) {
        write("service_latency", out);
    }

    /** Writes it as a field of that name. */
    public void write(String name, JsonWriter out) {
        out.begin(name);
        if (samplingPercent == 0) {
            out.field("sampling", "headers");
        } else {
            out.field("sampling", samplingPercent);
        }
        out.field("results", subject).end();
    }
}
