// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a share of the messages of a mapped subject goes.
 *
 * @param subject the destination
 * @param weightPercent how many of a hundred; 0 means 100
 * @param cluster the cluster that this is for, or empty for any
 */
public record MappedSubject(String subject, int weightPercent, String cluster) {
    /** The share, in which 0 is read as 100. */
    public int share() {
        return weightPercent == 0 ? 100 : weightPercent;
    }

    static Map<String, List<MappedSubject>> readMap(StructReader in) {
        Map<String, List<MappedSubject>> mappings = new LinkedHashMap<>();
        if (in.enterMap("map[jwt.Subject][]jwt.WeightedMapping")) {
            while (in.nextEntry()) {
                String source = in.key();
                List<MappedSubject> destinations = new ArrayList<>();
                if (in.enterArray("[]jwt.WeightedMapping")) {
                    while (in.nextElement()) {
                        destinations.add(read(in));
                    }
                }
                mappings.put(source, List.copyOf(destinations));
            }
        }
        return mappings;
    }

    private static MappedSubject read(StructReader in) {
        String subject = "";
        long weight = 0;
        String cluster = "";
        if (in.enter("jwt.WeightedMapping")) {
            while (in.next()) {
                switch (in.name()) {
                    case "subject" -> subject = in.string(subject);
                    case "weight" -> weight = in.uint64(weight);
                    case "cluster" -> cluster = in.string(cluster);
                    default -> in.unknown();
                }
            }
        }
        if (weight < 0 || weight > 255) {
            throw new JsonException(
                    "json: cannot unmarshal number into Go struct field WeightedMapping.weight of type uint8");
        }
        return new MappedSubject(subject, (int) weight, cluster);
    }

    static void writeMap(Map<String, List<MappedSubject>> mappings, JsonWriter out) {
        if (mappings.isEmpty()) {
            return;
        }
        out.begin("mappings");
        new TreeMap<>(mappings).forEach((source, destinations) -> {
            out.beginArray(source);
            for (MappedSubject destination : destinations) {
                out.beginElement()
                        .field("subject", destination.subject)
                        .fieldIfNonZero("weight", destination.weightPercent)
                        .fieldIfPresent("cluster", destination.cluster)
                        .end();
            }
            out.endArray();
        });
        out.end();
    }
}
