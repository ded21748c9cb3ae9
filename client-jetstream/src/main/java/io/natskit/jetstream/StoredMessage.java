// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.headers.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message as a stream keeps it. Its array belongs to the receiver.
 *
 * @param subject its subject
 * @param sequence its place in the stream
 * @param time when it was stored
 * @param headers its headers, perhaps empty
 * @param bytes its payload
 */
public record StoredMessage(String subject, long sequence, Instant time, Headers headers, byte[] bytes) {

    /** The payload as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Equal in all that it holds, the payload byte for byte. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredMessage m
                && m.sequence == sequence
                && m.subject.equals(subject)
                && m.time.equals(time)
                && m.headers.equals(headers)
                && Arrays.equals(m.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(subject, sequence, time) * 31 + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "StoredMessage[" + sequence + ", " + subject + ", " + bytes.length + " bytes]";
    }
}
