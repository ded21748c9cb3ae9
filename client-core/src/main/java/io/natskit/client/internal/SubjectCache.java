// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the subjects that were used last, each checked once. A publish to the same string costs a look into an array. Any thread: entries are immutable, and a
 * race at worst encodes a subject twice.
 */
final class SubjectCache {
    private static final int SLOTS = 512;

    private final @Nullable Entry[] entries = new Entry[SLOTS];
    private final Consumer<String> check;

    private record Entry(String text, byte[] bytes) {}

    SubjectCache(Consumer<String> check) {
        this.check = check;
    }

    byte[] bytes(String subject) {
        int hash = subject.hashCode();
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        Entry entry = entries[slot];
        if (entry != null && entry.text.equals(subject)) {
            return entry.bytes;
        }
        check.accept(subject);
        byte[] bytes = subject.getBytes(StandardCharsets.UTF_8);
        entries[slot] = new Entry(subject, bytes);
        return bytes;
    }
}
