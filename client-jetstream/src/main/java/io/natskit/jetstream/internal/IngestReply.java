// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The reply subjects of a batch (ADR-50): {@code HEAD NUMBER . OPERATION .$FI}. {@link #next} counts in place, since it is asked for every message. */
final class IngestReply {
    static final char START = '0';
    static final char APPEND = '1';
    static final char COMMIT = '2';
    static final char COMMIT_EMPTY = '3';
    static final char PING = '4';

    private static final byte[] TAIL = {'.', '0', '.', '$', 'F', 'I'};
    private static final int OPERATION = 1;

    private final byte[] head;
    private byte[] current = {};
    private long number = -1;

    /** Of a batch whose replies begin with {@code head}, which ends with a dot. */
    IngestReply(String head) {
        this.head = head.getBytes(StandardCharsets.UTF_8);
    }

    /** The subject of a number, in an array that is overwritten by the next call. One thread at a time. */
    byte[] next(long wanted, char operation) {
        if (wanted != number + 1 || !countOn()) {
            current = of(wanted, operation);
        }
        number = wanted;
        current[current.length - TAIL.length + OPERATION] = (byte) operation;
        return current;
    }

    /** Adds one to the number in the array; false: it has one digit more than before, or there is none. */
    private boolean countOn() {
        for (int i = current.length - TAIL.length - 1; i >= head.length; i--) {
            if (current[i] < '9') {
                current[i]++;
                return true;
            }
            current[i] = '0';
        }
        return false;
    }

    /** The subject of a number, in an array of its own. Any thread. */
    byte[] of(long wanted, char operation) {
        byte[] digits = Long.toString(wanted).getBytes(StandardCharsets.US_ASCII);
        byte[] subject = Arrays.copyOf(head, head.length + digits.length + TAIL.length);
        System.arraycopy(digits, 0, subject, head.length, digits.length);
        System.arraycopy(TAIL, 0, subject, head.length + digits.length, TAIL.length);
        subject[head.length + digits.length + OPERATION] = (byte) operation;
        return subject;
    }
}
