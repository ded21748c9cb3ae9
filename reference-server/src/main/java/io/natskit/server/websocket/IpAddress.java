// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

/** Tells whether a text is an IP address in digits, without asking anybody. Pure. */
final class IpAddress {
    private static final int GROUPS = 8;

    private IpAddress() {}

    static boolean isOne(String text) {
        return text.indexOf(':') < 0 ? isVersion4(text) : isVersion6(text);
    }

    private static boolean isVersion4(String text) {
        int parts = 0;
        int from = 0;
        while (from <= text.length()) {
            int dot = text.indexOf('.', from);
            int to = dot < 0 ? text.length() : dot;
            if (!isByte(text, from, to)) {
                return false;
            }
            parts++;
            from = to + 1;
        }
        return parts == 4;
    }

    private static boolean isByte(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || i - from >= 3) {
                return false;
            }
            value = 10 * value + c - '0';
        }
        boolean leadingZero = to - from > 1 && text.charAt(from) == '0';
        return to > from && value <= 0xff && !leadingZero;
    }

    private static boolean isVersion6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == GROUPS;
        }
        String head = text.substring(0, gap);
        String tail = text.substring(gap + 2);
        int before = head.isEmpty() ? 0 : head.indexOf('.') >= 0 ? -1 : groups(head);
        int after = tail.isEmpty() ? 0 : groups(tail);
        return before >= 0 && after >= 0 && before + after < GROUPS;
    }

    /** The number of groups, where an address of version 4 at the end counts for two; -1 if one is none. */
    private static int groups(String text) {
        int groups = 0;
        int from = 0;
        while (from <= text.length()) {
            int colon = text.indexOf(':', from);
            int to = colon < 0 ? text.length() : colon;
            if (colon < 0 && text.indexOf('.', from) >= 0) {
                return isVersion4(text.substring(from)) ? groups + 2 : -1;
            }
            if (!isGroup(text, from, to)) {
                return -1;
            }
            groups++;
            from = to + 1;
        }
        return groups;
    }

    private static boolean isGroup(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return to > from && to - from <= 4;
    }
}
