// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.account;

import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.json.JsonException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a stream besides its messages.
 *
 * @param created when it was made
 * @param config its configuration
 */
record StreamDocument(Instant created, StreamConfig config) {
    private static final int HEAD = Long.BYTES + Integer.BYTES;

    byte[] toBytes() {
        byte[] json = config.toJson();
        return ByteBuffer.allocate(HEAD + json.length)
                .putLong(created.getEpochSecond())
                .putInt(created.getNano())
                .put(json)
                .array();
    }

    /** Reads it; null if it is none. */
    static @Nullable StreamDocument of(byte[] bytes) {
        if (bytes.length < HEAD) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            Instant created = Instant.ofEpochSecond(in.getLong(), in.getInt());
            return new StreamDocument(created, StreamConfig.ofJson(Arrays.copyOfRange(bytes, HEAD, bytes.length)));
        } catch (JsonException | java.time.DateTimeException e) {
            return null;
        }
    }
}
