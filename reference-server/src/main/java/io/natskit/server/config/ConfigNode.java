// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.List;
import java.util.Map;

/**
 * A value of a parsed configuration and where it stands: a String, Long, Double, Boolean or Instant, a {@code Map<String,
 * ConfigNode>} in the order of the file, or a {@code List<ConfigNode>}. Confined to the thread that parses.
 */
final class ConfigNode {
    private final Object value;
    private final String file;
    private int line;
    private int column;
    private boolean usedAsVariable;

    ConfigNode(Object value, String file, Lexeme at) {
        this.value = value;
        this.file = file;
        this.line = at.line();
        this.column = at.column();
    }

    Object value() {
        return value;
    }

    /** Moves the place to that of the key, which helps more in a message than that of the value. */
    void placeAt(int keyLine, int keyColumn) {
        line = keyLine;
        column = keyColumn;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    void markUsedAsVariable() {
        usedAsVariable = true;
    }

    /** Whether the key served as a variable, which makes an unknown name of it no mistake. */
    boolean isUsedAsVariable() {
        return usedAsVariable;
    }

    /** {@code file:line:column}. */
    String place() {
        return file + ":" + line + ":" + column;
    }

    /** The value for a message; of a map or a list only that it is one, since it may hold secrets. */
    String shown() {
        return value instanceof Map ? "a map" : value instanceof List ? "a list" : value.toString();
    }

    /** The name that Go has for the type of the value. */
    String goType() {
        if (value instanceof Long) {
            return "int64";
        } else if (value instanceof Double) {
            return "float64";
        } else if (value instanceof Boolean) {
            return "bool";
        } else if (value instanceof String) {
            return "string";
        } else if (value instanceof List) {
            return "[]interface {}";
        } else if (value instanceof Map) {
            return "map[string]interface {}";
        }
        return "time.Time";
    }
}
