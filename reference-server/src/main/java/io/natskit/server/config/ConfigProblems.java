// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.GoDuration;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a configuration, collected while it is read, and the typed reads that find it. A value of the wrong type ends the
 * reading of its block with {@link Mismatch}, in the words that nats-server has for it.
 */
final class ConfigProblems {
    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Thrown by a typed read; the block that is being read catches it. */
    static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Mismatch(ConfigNode node, String wanted) {
            this(node.place() + ": interface conversion: interface {} is " + node.goType() + ", not " + wanted);
        }

        Mismatch(String message) {
            super(message, null, false, false);
        }
    }

    /** A problem of a place that ends the reading of its block. */
    static Mismatch mismatch(ConfigNode node, String problem) {
        return new Mismatch(node.place() + ": " + problem);
    }

    List<String> errors() {
        return errors;
    }

    List<String> warnings() {
        return warnings;
    }

    void add(Mismatch mismatch) {
        errors.add(String.valueOf(mismatch.getMessage()));
    }

    void error(ConfigNode node, String problem) {
        errors.add(node.place() + ": " + problem);
    }

    void warn(ConfigNode node, String field, String problem) {
        warnings.add(node.place() + ": invalid use of field " + GoText.quote(field) + ": " + problem);
    }

    /** An unknown field is an error, unless it served as a variable. */
    void unknown(ConfigNode node, String field) {
        if (!node.isUsedAsVariable()) {
            error(node, "unknown field " + GoText.quote(field));
        }
    }

    /** A field of a feature that this version does not have is refused, not ignored. */
    void later(ConfigNode node, String field) {
        error(node, field + ": comes with a later version of NatsKit");
    }

    /** As {@link #later}, unless the value switches the feature off. */
    void laterUnlessOff(ConfigNode node, String field) {
        Object value = node.value();
        boolean off = Boolean.FALSE.equals(value)
                || value instanceof String text && (text.isEmpty() || text.equalsIgnoreCase("disabled"))
                || value instanceof Collection<?> list && list.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty()
                || Long.valueOf(0).equals(value);
        if (!off) {
            later(node, field);
        }
    }

    static String string(ConfigNode node) {
        if (node.value() instanceof String text) {
            return text;
        }
        throw new Mismatch(node, "string");
    }

    /** A text, or null for an empty one. */
    static @Nullable String present(ConfigNode node) {
        String text = string(node);
        return text.isEmpty() ? null : text;
    }

    static boolean bool(ConfigNode node) {
        if (node.value() instanceof Boolean flag) {
            return flag;
        }
        throw new Mismatch(node, "bool");
    }

    static long number(ConfigNode node) {
        if (node.value() instanceof Long number) {
            return number;
        }
        throw new Mismatch(node, "int64");
    }

    /** A whole number, cut to what an int holds. */
    static int integer(ConfigNode node) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number(node)));
    }

    /** The path that a text names. */
    static Path path(ConfigNode node, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw mismatch(node, "not a path: " + GoText.quote(text) + " (" + e.getReason() + ")");
        }
    }

    @SuppressWarnings("unchecked") // the parser makes no other maps
    static Map<String, ConfigNode> map(ConfigNode node) {
        if (node.value() instanceof Map) {
            return (Map<String, ConfigNode>) node.value();
        }
        throw new Mismatch(node, "map[string]interface {}");
    }

    @SuppressWarnings("unchecked") // the parser makes no other lists
    static List<ConfigNode> list(ConfigNode node) {
        if (node.value() instanceof List) {
            return (List<ConfigNode>) node.value();
        }
        throw new Mismatch(node, "[]interface {}");
    }

    /** A duration in Go's form; a plain number still means seconds, with a warning. */
    Duration duration(ConfigNode node, String field) {
        if (node.value() instanceof String text) {
            try {
                return GoDuration.parse(text);
            } catch (IllegalArgumentException e) {
                throw mismatch(node, "error parsing " + field + ": " + e.getMessage());
            }
        }
        warn(node, field, field + " should be converted to a duration");
        return Duration.ofSeconds(number(node));
    }

    /** A timeout of a log-in or handshake: seconds as a number, or a duration; {@code context} begins the message. */
    static Duration timeout(ConfigNode node, String context) {
        Object value = node.value();
        if (value instanceof Long seconds) {
            return Duration.ofSeconds(seconds);
        } else if (value instanceof Double seconds) {
            return Duration.ofNanos((long) (seconds * 1e9));
        } else if (value instanceof String text) {
            try {
                return GoDuration.parse(text);
            } catch (IllegalArgumentException e) {
                throw mismatch(node, context + ", 'timeout' " + e.getMessage());
            }
        }
        throw mismatch(node, context + ", 'timeout' wrong type");
    }
}
