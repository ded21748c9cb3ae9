// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

/** The grammar of semver.org, read by hand. Pure. */
final class SemanticVersion {
    private SemanticVersion() {}

    /** Whether {@code text} is one: three numbers, perhaps a pre-release behind a dash, perhaps a build behind a plus. */
    static boolean isValid(String text) {
        int plus = text.indexOf('+');
        String front = plus < 0 ? text : text.substring(0, plus);
        if (plus >= 0 && !identifiers(text.substring(plus + 1), true)) {
            return false;
        }
        int dash = front.indexOf('-');
        String core = dash < 0 ? front : front.substring(0, dash);
        return (dash < 0 || identifiers(front.substring(dash + 1), false)) && numbers(core);
    }

    private static boolean numbers(String core) {
        String[] parts = core.split("\\.", -1);
        boolean good = parts.length == 3;
        for (String part : parts) {
            good &= allDigits(part) && !leadingZero(part);
        }
        return good;
    }

    private static boolean identifiers(String text, boolean build) {
        for (String part : text.split("\\.", -1)) {
            if (part.isEmpty() || !build && allDigits(part) && leadingZero(part)) {
                return false;
            }
            for (int i = 0; i < part.length(); i++) {
                char c = part.charAt(i);
                if (c > 127 || c != '-' && !Character.isLetterOrDigit(c)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean allDigits(String part) {
        return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean leadingZero(String part) {
        return part.length() > 1 && part.charAt(0) == '0';
    }
}
