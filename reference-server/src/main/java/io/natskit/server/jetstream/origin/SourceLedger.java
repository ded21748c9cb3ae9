// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.server.jetstream.stream.HeaderBlock;
import io.natskit.server.jetstream.stream.HeaderNames;
import io.natskit.server.jetstream.stream.SourceKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is kept of the sources of a stream besides its messages: how far each had come when the stream's last sequence was {@code upTo}. Messages
 * that came later tell the rest; those that are gone by then, acknowledged or purged, are why it is kept at all. Immutable.
 *
 * @param upTo the stream's last sequence then
 * @param states how far each source had come
 */
record SourceLedger(long upTo, Map<SourceKey, SourceState> states) {
    static final SourceLedger EMPTY = new SourceLedger(0, Map.of());

    private static final byte VERSION = 1;
    private static final int TEXT_MAX = 1 << 20;

    /** Reads it; what cannot be read is as if it were not there. */
    static SourceLedger of(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            return EMPTY;
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
            long upTo = in.getLong();
            int count = in.getInt();
            Map<SourceKey, SourceState> states = new HashMap<>();
            for (int i = 0; i < count; i++) {
                SourceKey key = new SourceKey(text(in), text(in), text(in));
                long sequence = in.getLong();
                states.put(key, new SourceState(sequence, text(in)));
            }
            return new SourceLedger(upTo, states);
        } catch (BufferUnderflowException e) {
            return EMPTY;
        }
    }

    private static String text(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > Math.min(in.remaining(), TEXT_MAX)) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    byte[] toBytes() {
        int length = 1 + Long.BYTES + Integer.BYTES;
        for (Map.Entry<SourceKey, SourceState> one : states.entrySet()) {
            SourceKey key = one.getKey();
            length += Long.BYTES
                    + room(key.origin())
                    + room(key.filters())
                    + room(key.destinations())
                    + room(one.getValue().identity());
        }
        ByteBuffer out = ByteBuffer.allocate(length).put(VERSION).putLong(upTo).putInt(states.size());
        states.forEach((key, state) -> {
            put(out, key.origin());
            put(out, key.filters());
            put(out, key.destinations());
            out.putLong(state.sequence());
            put(out, state.identity());
        });
        return out.array();
    }

    private static int room(String text) {
        return Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void put(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length).put(bytes);
    }

    /** How far sources have come: what the newest messages behind {@link #upTo} tell, and this where they tell nothing. */
    Map<SourceKey, SourceState> found(Set<SourceKey> wanted, MessageStore store) {
        Map<SourceKey, SourceState> found = new HashMap<>();
        Set<SourceKey> missing = new HashSet<>(wanted);
        // of a source that is not in here, any message may be the last one
        boolean all = !states.keySet().containsAll(wanted);
        long stop = all ? 0 : upTo;
        StoredMessage message = new StoredMessage();
        long sequence = store.last(SubjectFilter.ALL, Long.MAX_VALUE);
        while (sequence > stop && !missing.isEmpty()) {
            SourceHeader header = store.read(sequence, message) ? headerOf(message) : null;
            if (header != null && missing.remove(header.key())) {
                found.put(header.key(), new SourceState(header.sequence(), header.identity()));
            }
            if (sequence <= upTo) {
                missing.removeAll(states.keySet());
            }
            sequence = store.last(SubjectFilter.ALL, sequence - 1);
        }
        for (SourceKey key : wanted) {
            found.computeIfAbsent(key, one -> states.getOrDefault(one, SourceState.NONE));
        }
        return found;
    }

    private static @org.jspecify.annotations.Nullable SourceHeader headerOf(StoredMessage message) {
        if (message.headers().isEmpty()) {
            return null;
        }
        String text = HeaderBlock.text(
                message.headers().array(),
                message.headers().offset(),
                message.headers().length(),
                HeaderNames.STREAM_SOURCE);
        return text == null ? null : SourceHeader.read(text);
    }
}
