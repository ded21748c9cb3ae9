// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.deflate;

/** Which codes tell the length and the distance of a copy, and how many bits follow them (RFC 1951, 3.2.5). Pure. */
final class CopyCodes {
    static final int LENGTH_MIN = 3;
    private static final int LENGTH_MAX = 258;

    private CopyCodes() {}

    /** How much of a copy goes into one: the longest that leaves nothing, or enough for another. */
    static int piece(int left) {
        return left <= LENGTH_MAX ? left : Math.min(LENGTH_MAX, left - LENGTH_MIN);
    }

    /** Which of the 29 codes of lengths: four for each power of two. */
    static int lengthCode(int length) {
        int value = length - LENGTH_MIN;
        if (length == LENGTH_MAX) {
            return 28;
        }
        if (value < 8) {
            return value;
        }
        int power = 31 - Integer.numberOfLeadingZeros(value);
        return (power - 1 << 2) + (value >>> power - 2 & 3);
    }

    static int lengthExtra(int code) {
        return code < 8 || code == 28 ? 0 : (code >>> 2) - 1;
    }

    /** Which of the 30 codes of distances, less one: two for each power of two. */
    static int distanceCode(int distance) {
        if (distance < 4) {
            return distance;
        }
        int power = 31 - Integer.numberOfLeadingZeros(distance);
        return (power << 1) + (distance >>> power - 1 & 1);
    }

    static int distanceExtra(int code) {
        return code < 4 ? 0 : (code >>> 1) - 1;
    }
}
