// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

/** Numbers and switches of a configuration, with nats-server's units and words. Pure. */
final class ConfigNumbers {
    private ConfigNumbers() {}

    static boolean bool(String text) {
        return switch (GoText.lower(text)) {
            case "true", "yes", "on" -> true;
            default -> false;
        };
    }

    /** A whole number with an optional unit: {@code k} is a thousand, {@code kb}, {@code ki} and {@code kib} are 1024. */
    static long integer(String text) {
        int digits = 0;
        while (digits < text.length() && (Character.isDigit(text.charAt(digits)) || text.charAt(digits) == '-')) {
            digits++;
        }
        long number;
        try {
            number = Long.parseLong(text.substring(0, digits));
        } catch (NumberFormatException e) {
            throw new ConfigException(
                    isPlain(text, digits)
                            ? "integer '" + text + "' is out of the range"
                            : "expected integer, but got '" + text + "'");
        }
        String suffix = GoText.lower(text.substring(digits));
        if (suffix.isEmpty()) {
            return number;
        }
        int power = "kmgtpe".indexOf(suffix.charAt(0)) + 1;
        String unit = suffix.substring(1);
        boolean binary = unit.equals("b") || unit.equals("i") || unit.equals("ib");
        if (!binary && !unit.isEmpty()) {
            throw new ConfigException("expected integer, but got '" + text + "'");
        }
        long factor = 1;
        for (int i = 0; i < power; i++) {
            factor *= binary ? 1024 : 1000;
        }
        return number * factor;
    }

    private static boolean isPlain(String text, int digits) {
        for (int i = 0; i < digits; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && !(c == '-' && i == 0)) {
                return false;
            }
        }
        return true;
    }

    static double floating(String text) {
        try {
            double number = Double.parseDouble(text);
            if (Double.isInfinite(number)) {
                throw new ConfigException("float '" + text + "' is out of the range");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new ConfigException("expected float, but got '" + text + "'");
        }
    }
}
