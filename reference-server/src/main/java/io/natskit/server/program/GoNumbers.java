// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

/** Whole numbers as Go's flag package reads them: decimal, {@code 0x}, {@code 0o}, {@code 0b}, a leading 0, and {@code _} between digits. */
final class GoNumbers {
    private GoNumbers() {}

    /** The number in decimal. */
    static String parse(String text, String flag) throws UsageException {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int radix = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            radix = radix(digits.charAt(1));
            digits = digits.substring(
                    radix == 8 && Character.isDigit(digits.charAt(1)) || digits.charAt(1) == '_' ? 1 : 2);
        }
        String plain = digits.startsWith("_") && radix != 10 ? digits.substring(1) : digits;
        if (plain.startsWith("_") || plain.endsWith("_") || plain.contains("__")) {
            throw invalid(text, flag, "parse error");
        }
        return value(text, flag, (negative ? "-" : "") + plain.replace("_", ""), radix);
    }

    private static int radix(char mark) {
        switch (mark) {
            case 'x', 'X':
                return 16;
            case 'b', 'B':
                return 2;
            default:
                return 8;
        }
    }

    private static String value(String text, String flag, String digits, int radix) throws UsageException {
        try {
            return Long.toString(Long.parseLong(digits, radix));
        } catch (NumberFormatException e) {
            throw invalid(text, flag, isNumber(digits, radix) ? "value out of range" : "parse error");
        }
    }

    private static boolean isNumber(String digits, int radix) {
        int start = digits.startsWith("-") ? 1 : 0;
        for (int i = start; i < digits.length(); i++) {
            if (Character.digit(digits.charAt(i), radix) < 0) {
                return false;
            }
        }
        return digits.length() > start;
    }

    private static UsageException invalid(String text, String flag, String why) {
        return new UsageException("invalid value \"" + text + "\" for flag -" + flag + ": " + why);
    }
}
