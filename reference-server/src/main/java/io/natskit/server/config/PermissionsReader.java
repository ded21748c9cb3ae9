// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.server.config.ConfigProblems.Mismatch;
import io.natskit.wire.GoDuration;
import io.natskit.wire.subject.Subjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a permissions block of a configuration into {@link PermissionsOptions}. */
final class PermissionsReader {
    private final ConfigProblems problems;

    PermissionsReader(ConfigProblems problems) {
        this.problems = problems;
    }

    /** The allow and deny lists of one direction; {@code allow} is null where none is named. */
    private record Lists(@Nullable List<String> allow, List<String> deny) {}

    PermissionsOptions read(ConfigNode node) {
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(node, "Expected permissions to be a map/struct, got " + node.shown());
        }
        PermissionsOptions.Builder permissions = PermissionsOptions.builder();
        Lists publish = new Lists(null, List.of());
        @Nullable ResponsePermissionsOptions responses = null;
        for (Map.Entry<String, ConfigNode> field : ConfigProblems.map(node).entrySet()) {
            ConfigNode value = field.getValue();
            switch (GoText.lower(field.getKey())) {
                case "pub", "publish", "import" -> publish = lists(value, false);
                case "sub", "subscribe", "export" -> {
                    Lists subscribe = lists(value, true);
                    permissions.subscribeAllow(subscribe.allow()).subscribeDeny(subscribe.deny());
                }
                case "publish_allow_responses", "allow_responses" -> responses = responses(value);
                default -> unknown(value, field.getKey());
            }
        }
        // Leave to answer ends the leave to publish anywhere that an absent list means.
        boolean closed = responses != null && publish.allow() == null;
        return permissions
                .publishAllow(closed ? List.of() : publish.allow())
                .publishDeny(publish.deny())
                .responses(responses)
                .build();
    }

    private void unknown(ConfigNode node, String field) {
        if (!node.isUsedAsVariable()) {
            problems.error(node, "Unknown field " + GoText.quote(field) + " parsing permissions");
        }
    }

    private Lists lists(ConfigNode node, boolean withQueue) {
        try {
            if (!(node.value() instanceof Map)) {
                return new Lists(allowed(subjects(node, withQueue)), List.of());
            }
            @Nullable List<String> allow = null;
            List<String> deny = List.of();
            for (Map.Entry<String, ConfigNode> field : ConfigProblems.map(node).entrySet()) {
                ConfigNode value = field.getValue();
                switch (GoText.lower(field.getKey())) {
                    case "allow" -> allow = allowed(subjects(value, withQueue));
                    case "deny" -> deny = subjects(value, withQueue);
                    default -> {
                        if (!value.isUsedAsVariable()) {
                            problems.error(
                                    value,
                                    "Unknown field name " + GoText.quote(field.getKey())
                                            + " parsing subject permissions, only 'allow' or 'deny' are permitted");
                        }
                    }
                }
            }
            return new Lists(allow, deny);
        } catch (Mismatch mismatch) {
            problems.add(mismatch);
            return new Lists(null, List.of());
        }
    }

    /** An empty allow list in a file allows everything, as one that is not there. */
    private static @Nullable List<String> allowed(List<String> subjects) {
        return subjects.isEmpty() ? null : subjects;
    }

    private static List<String> subjects(ConfigNode node, boolean withQueue) {
        List<String> subjects = new ArrayList<>();
        if (node.value() instanceof String subject) {
            subjects.add(subject);
        } else if (node.value() instanceof List) {
            for (ConfigNode entry : ConfigProblems.list(node)) {
                if (!(entry.value() instanceof String subject)) {
                    throw ConfigProblems.mismatch(entry, "Subject in permissions array cannot be cast to string");
                }
                subjects.add(subject);
            }
        } else {
            throw ConfigProblems.mismatch(
                    node, "Expected subject permissions to be a subject, or array of subjects, got " + node.goType());
        }
        subjects.forEach(subject -> check(node, subject, withQueue));
        return subjects;
    }

    private static void check(ConfigNode node, String subject, boolean withQueue) {
        if (Subjects.isValid(subject)) {
            return;
        }
        String[] parts = subject.trim().split("[ \t\n\r]+", -1);
        if (!withQueue || parts.length != 2) {
            throw ConfigProblems.mismatch(node, "subject " + GoText.quote(subject) + " is not a valid subject");
        }
        if (!Subjects.isValid(parts[0])) {
            throw ConfigProblems.mismatch(node, "subject " + GoText.quote(parts[0]) + " is not a valid subject");
        }
        if (!Subjects.isValid(parts[1])) {
            throw ConfigProblems.mismatch(node, "queue " + GoText.quote(parts[1]) + " is not a valid queue");
        }
    }

    private @Nullable ResponsePermissionsOptions responses(ConfigNode node) {
        if (node.value() instanceof Boolean on) {
            return on ? ResponsePermissionsOptions.builder().build() : null;
        }
        if (!(node.value() instanceof Map)) {
            problems.error(node, "error parsing response permissions, expected a boolean or a map");
            return null;
        }
        try {
            return responses(ConfigProblems.map(node));
        } catch (Mismatch mismatch) {
            problems.add(mismatch);
            return null;
        }
    }

    private ResponsePermissionsOptions responses(Map<String, ConfigNode> fields) {
        ResponsePermissionsOptions.Builder responses = ResponsePermissionsOptions.builder();
        fields.forEach((field, value) -> {
            switch (GoText.lower(field)) {
                case "max", "max_msgs", "max_messages", "max_responses" -> {
                    int most = ConfigProblems.integer(value);
                    if (most != 0) {
                        responses.maxMessages(most);
                    }
                }
                case "expires", "expiration", "ttl" -> {
                    Duration expires = expires(value);
                    if (!expires.isZero()) {
                        responses.expires(expires);
                    }
                }
                default -> unknown(value, field);
            }
        });
        return responses.build();
    }

    private static Duration expires(ConfigNode node) {
        if (!(node.value() instanceof String text)) {
            throw ConfigProblems.mismatch(node, "error parsing expires, not a duration string");
        }
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw ConfigProblems.mismatch(node, "error parsing expires: " + e.getMessage());
        }
    }
}
