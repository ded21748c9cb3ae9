// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.jwt.ServiceLatency;
import java.util.Map;

/** Reads the {@code latency} of a service's export (AC-05), with the messages of nats-server. */
final class LatencyReader {
    private static final int ALL = 100;

    private LatencyReader() {}

    static ServiceLatency read(ConfigNode node) {
        if (node.value() instanceof String subject) {
            return new ServiceLatency(ALL, subject);
        }
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(
                    node, "Expected latency entry to be a map/struct or string, got " + node.goType());
        }
        Map<String, ConfigNode> fields = ConfigProblems.map(node);
        ConfigNode sampling = fields.get("sampling");
        int percent = sampling == null ? ALL : percent(sampling);
        ConfigNode subject = fields.get("subject");
        if (subject == null) {
            throw ConfigProblems.mismatch(node, "Latency subject required, but missing");
        }
        if (!(subject.value() instanceof String text)) {
            throw ConfigProblems.mismatch(subject, "Expected latency subject to be a string, got string");
        }
        return new ServiceLatency(percent, text);
    }

    /** 0 stands for the requests whose headers ask for it. */
    private static int percent(ConfigNode node) {
        long percent;
        if (node.value() instanceof Long number) {
            percent = number;
        } else if (node.value() instanceof String text) {
            if (GoText.lower(text.strip()).equals("headers")) {
                return 0;
            }
            percent = number(node, text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
        } else {
            throw ConfigProblems.mismatch(
                    node, "Expected latency sample to be a string or map/struct, got " + node.goType());
        }
        if (percent < 1 || percent > ALL) {
            throw ConfigProblems.mismatch(node, "bad sampling percentage, should be 1-100");
        }
        return (int) percent;
    }

    private static long number(ConfigNode node, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ConfigProblems.mismatch(
                    node,
                    "Failed to parse latency sample: strconv.Atoi: parsing " + GoText.quote(text) + ": invalid syntax");
        }
    }
}
