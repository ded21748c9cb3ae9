// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.server.config.ConfigProblems.Mismatch;
import io.natskit.wire.subject.Subjects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code mappings}, with the messages of nats-server. */
final class MappingsReader {
    private static final int WEIGHT_MAX = 100;

    private final ConfigProblems problems;

    MappingsReader(ConfigProblems problems) {
        this.problems = problems;
    }

    Map<String, List<MappingOptions>> read(ConfigNode node) {
        Map<String, List<MappingOptions>> mappings = new LinkedHashMap<>();
        ConfigProblems.map(node).forEach((source, value) -> {
            if (!Subjects.isValid(source)) {
                problems.error(node, "Subject " + GoText.quote(source) + " is not a valid subject");
                return;
            }
            try {
                mappings.put(source, destinations(source, value));
            } catch (Mismatch mismatch) {
                problems.add(mismatch);
            }
        });
        return mappings;
    }

    private static List<MappingOptions> destinations(String source, ConfigNode value) {
        List<MappingOptions> all = new ArrayList<>();
        if (value.value() instanceof String to) {
            all.add(MappingOptions.to(to));
        } else if (value.value() instanceof List) {
            for (ConfigNode entry : ConfigProblems.list(value)) {
                all.add(destination(entry));
            }
        } else {
            all.add(destination(value));
        }
        Map<String, Integer> totals = new LinkedHashMap<>();
        for (MappingOptions one : all) {
            if (totals.merge(one.cluster(), one.weightPercent(), Integer::sum) > WEIGHT_MAX) {
                throw ConfigProblems.mismatch(
                        value,
                        "Error adding mapping for " + GoText.quote(source) + " : total weight needs to be <= 100");
            }
        }
        if (all.stream().map(MappingOptions::destination).distinct().count() < all.size()) {
            throw ConfigProblems.mismatch(
                    value, "Error adding mapping for " + GoText.quote(source) + " : duplicate entry");
        }
        return all;
    }

    private static MappingOptions destination(ConfigNode entry) {
        if (!(entry.value() instanceof Map)) {
            throw ConfigProblems.mismatch(entry, "Expected an entry for the mapping destination");
        }
        String destination = "";
        int weight = -1;
        String cluster = "";
        for (Map.Entry<String, ConfigNode> field : ConfigProblems.map(entry).entrySet()) {
            ConfigNode value = field.getValue();
            switch (GoText.lower(field.getKey())) {
                case "dest", "destination" -> destination = ConfigProblems.string(value);
                case "weight" -> weight = weight(value);
                case "cluster" -> cluster = ConfigProblems.string(value);
                default ->
                    throw ConfigProblems.mismatch(
                            value, "Unknown field " + GoText.quote(field.getKey()) + " for mapping destination");
            }
        }
        if (weight < 0) {
            throw ConfigProblems.mismatch(entry, "Missing weight for mapping destination " + GoText.quote(destination));
        }
        return new MappingOptions(destination, weight, cluster);
    }

    private static int weight(ConfigNode value) {
        long weight;
        if (value.value() instanceof Long number) {
            weight = number;
        } else if (value.value() instanceof String text) {
            String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
            try {
                weight = Long.parseLong(digits);
            } catch (NumberFormatException e) {
                throw ConfigProblems.mismatch(
                        value, "Invalid weight " + GoText.quote(digits) + " for mapping destination");
            }
        } else {
            throw ConfigProblems.mismatch(value, "Unknown entry type for weight of " + value.shown());
        }
        if (weight < 0 || weight > WEIGHT_MAX) {
            throw ConfigProblems.mismatch(value, "Invalid weight " + weight + " for mapping destination");
        }
        return (int) weight;
    }
}
