// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.schedule;

import io.natskit.wire.GoDuration;
import java.nio.charset.StandardCharsets;

/** How long a message stays: the value of {@code Nats-TTL}, in whole seconds (row PB-06, ADR-43). */
public final class MessageTtl {
    /** The value {@code never}: the message does not age, whatever the stream's maximal age. */
    public static final long NEVER = -1;

    /** A value that is refused (error 10165). */
    public static final long INVALID = -2;

    private static final int DURATION_LENGTH_MAX = 128;

    private MessageTtl() {}

    /**
     * Reads seconds ({@code 60}), a Go duration of at least a second, cut to whole ones ({@code 1m30s}), or {@code never} in any case.
     * Answers {@link #NEVER}, {@link #INVALID} or the seconds; 0 means no TTL of its own, which nats-server reads from {@code 00}. An
     * absent header is the caller's matter: the empty text is invalid.
     */
    public static long seconds(byte[] value, int offset, int length) {
        if (length == 1 && value[offset] == '0') {
            return INVALID;
        }
        long seconds = 0;
        for (int i = offset; i < offset + length; i++) {
            if (value[i] < '0' || value[i] > '9') {
                return ofText(new String(value, offset, length, StandardCharsets.UTF_8));
            }
            seconds = seconds * 10 + (value[i] - '0'); // wraps round, as nats-server's does
        }
        return length == 0 || seconds < 0 ? INVALID : seconds;
    }

    /** As {@link #seconds(byte[], int, int)}. */
    public static long seconds(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return seconds(bytes, 0, bytes.length);
    }

    private static long ofText(String value) {
        if (value.equalsIgnoreCase("never")) {
            return NEVER;
        }
        if (value.length() > DURATION_LENGTH_MAX) {
            return INVALID;
        }
        try {
            long seconds = GoDuration.parse(value).getSeconds();
            return seconds < 1 ? INVALID : seconds;
        } catch (IllegalArgumentException noDuration) {
            return INVALID;
        }
    }
}
