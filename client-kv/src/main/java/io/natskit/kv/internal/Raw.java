// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Metadata;
import io.natskit.jetstream.StoredMessage;
import io.natskit.kv.Operation;
import java.time.Instant;

/**
 * A revision of a key as the bucket knows it, before any codec.
 *
 * @param key its key
 * @param bytes its value, nothing for markers; nobody changes it
 * @param size how many bytes the value has, also where it was not asked for
 * @param metaOnly whether the value was not asked for
 */
record Raw(
        String key,
        byte[] bytes,
        long size,
        boolean metaOnly,
        long revision,
        Instant time,
        long delta,
        Operation operation) {

    static Raw of(String key, StoredMessage message) {
        byte[] bytes = message.bytes();
        return new Raw(
                key, bytes, bytes.length, false, message.sequence(), message.time(), 0, Marks.of(message.headers()));
    }

    static Raw of(String prefix, JetStreamMessage message, boolean metaOnly) {
        Metadata metadata = message.metadata();
        long size = message.size();
        if (metaOnly) {
            String told = message.headers().last("Nats-Msg-Size");
            size = told == null ? 0 : Long.parseLong(told);
        }
        return new Raw(
                message.subject().startsWith(prefix) ? message.subject().substring(prefix.length()) : message.subject(),
                message.bytes(),
                size,
                metaOnly,
                metadata.streamSequence(),
                metadata.time(),
                metadata.pending(),
                Marks.of(message.headers()));
    }

    boolean isPresent() {
        return operation == Operation.PUT;
    }
}
