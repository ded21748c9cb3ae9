// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

/** Numbers in headers and reply subjects, read as nats-server reads them. Pure. */
final class Numbers {
    private Numbers() {}

    /** A number of decimal digits, -1 for anything else: no digits, another character, a sign, or more than fits. */
    static long lenient(String digits) {
        int length = digits.length();
        if (length == 0) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
