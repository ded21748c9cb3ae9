// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

/** Whole numbers in decimal bytes, without objects. */
final class Decimal {
    private Decimal() {}

    /** Writes a number that is not negative and returns where it ends. */
    static int write(byte[] out, int at, long value) {
        int end = at + digits(value);
        long rest = value;
        int i = end;
        do {
            long quotient = rest / 10;
            out[--i] = (byte) ('0' + (rest - quotient * 10));
            rest = quotient;
        } while (rest != 0);
        return end;
    }

    /** How many digits a number that is not negative has. */
    static int digits(long value) {
        int digits = 1;
        long bound = 10;
        while (digits < 19 && value >= bound) {
            bound *= 10;
            digits++;
        }
        return digits;
    }
}
