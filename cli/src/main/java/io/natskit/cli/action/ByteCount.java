// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import java.util.Locale;

/**
 * A size as the nats CLI takes it: {@code 128}, {@code 1KB}, {@code 64MiB}, {@code -1}; K, M, G and T count by 1024.
 *
 * @param bytes the size in bytes, −1 for no limit
 */
public record ByteCount(long bytes) {
    private static final String UNITS = "KMGT";

    /** Reads one; throws {@link IllegalArgumentException} for what is none. */
    public static ByteCount parse(String text) {
        String number = text.strip().toUpperCase(Locale.ROOT);
        if (number.endsWith("B")) {
            number = number.substring(0, number.length() - (number.endsWith("IB") ? 2 : 1));
        }
        int unit = number.isEmpty() ? -1 : UNITS.indexOf(number.charAt(number.length() - 1));
        if (unit >= 0) {
            number = number.substring(0, number.length() - 1);
        }
        try {
            return new ByteCount(Math.multiplyExact(Long.parseLong(number.strip()), 1L << (10 * (unit + 1))));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no size (expected: such as 512, 64KB or 1GiB)");
        }
    }

    /** The size as an int; throws {@link IllegalArgumentException} for one that is too large. */
    public int asInt() {
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("size: " + bytes + " (expected: 2147483647 or less)");
        }
        return (int) bytes;
    }
}
