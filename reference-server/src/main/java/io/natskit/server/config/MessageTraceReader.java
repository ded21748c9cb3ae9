// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.jwt.TraceRule;
import io.natskit.wire.subject.Subjects;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code msg_trace} of an account (MT-04), with the messages of nats-server. */
final class MessageTraceReader {
    private static final int ALL = 100;

    private MessageTraceReader() {}

    /** The rule, or null where sampling is all that is said. */
    static @Nullable TraceRule read(ConfigNode node, String shown) {
        if (node.value() instanceof String) {
            return new TraceRule(destination(node, shown), ALL);
        }
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(
                    node,
                    "Expected account message trace " + GoText.quote(shown) + " to be a string or a map/struct, got "
                            + node.goType());
        }
        String destination = "";
        int percent = ALL;
        for (Map.Entry<String, ConfigNode> field : ConfigProblems.map(node).entrySet()) {
            switch (GoText.lower(field.getKey())) {
                case "dest" -> destination = destination(field.getValue(), field.getKey());
                case "sampling" -> percent = percent(field.getValue(), field.getKey());
                default ->
                    throw ConfigProblems.mismatch(
                            field.getValue(),
                            "Unknown field " + GoText.quote(field.getKey())
                                    + " parsing account message trace map/struct " + GoText.quote(shown));
            }
        }
        return destination.isEmpty() ? null : new TraceRule(destination, percent);
    }

    private static String destination(ConfigNode node, String shown) {
        if (!(node.value() instanceof String text)) {
            throw ConfigProblems.mismatch(
                    node, "Field " + GoText.quote(shown) + " should be a string, got " + node.goType());
        }
        if (!Subjects.isValid(text) || !Subjects.isLiteral(text)) {
            throw ConfigProblems.mismatch(node, "Trace destination " + GoText.quote(text) + " is not valid");
        }
        return text;
    }

    private static int percent(ConfigNode node, String shown) {
        long percent;
        if (node.value() instanceof Long number) {
            percent = number;
        } else if (node.value() instanceof String text) {
            try {
                percent = Long.parseLong(text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
            } catch (NumberFormatException e) {
                throw ConfigProblems.mismatch(node, "Invalid trace destination sampling value " + GoText.quote(text));
            }
        } else {
            throw ConfigProblems.mismatch(
                    node,
                    "Trace destination sampling field " + GoText.quote(shown)
                            + " should be an integer or a percentage, got " + node.goType());
        }
        if (percent < 1 || percent > ALL) {
            throw ConfigProblems.mismatch(
                    node, "Ttrace destination sampling value " + percent + " is invalid, needs to be [1..100]");
        }
        return (int) percent;
    }
}
