// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.subject.Interest;
import io.natskit.server.subject.Matches;
import io.natskit.wire.jetstream.ConsumerConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which consumers the stored messages concern, by their filters: a commit tells those and no others, however many a stream has. Confined to the
 * stream's loop.
 */
final class ConsumerIndex {
    private static final byte[] ALL = {'>'};

    private final Interest<Entry> filters = new Interest<>();
    private final Matches<Entry> matches = new Matches<>();
    private final Map<StreamConsumer, Entry> entries = new IdentityHashMap<>();
    private List<Entry> concerned = new ArrayList<>();

    private static final class Entry {
        final StreamConsumer consumer;
        final List<byte[]> patterns;
        // the last message that concerns it, while it is on the list
        long upTo;
        boolean listed;
        boolean gone;

        Entry(StreamConsumer consumer, List<byte[]> patterns) {
            this.consumer = consumer;
            this.patterns = patterns;
        }
    }

    /** Knows a consumer by the filters that it has now; what is stored up to {@code lastStored} may concern it. */
    void put(StreamConsumer consumer, long lastStored) {
        remove(consumer);
        Entry entry = new Entry(consumer, patterns(consumer.config()));
        entries.put(consumer, entry);
        for (byte[] pattern : entry.patterns) {
            filters.insert(pattern, null, entry);
        }
        list(entry, lastStored);
    }

    private static List<byte[]> patterns(ConsumerConfig config) {
        List<byte[]> patterns = new ArrayList<>();
        if (!config.filterSubject().isEmpty()) {
            patterns.add(config.filterSubject().getBytes(StandardCharsets.UTF_8));
        }
        for (String one : config.filterSubjects()) {
            patterns.add(one.getBytes(StandardCharsets.UTF_8));
        }
        return patterns.isEmpty() ? List.of(ALL) : patterns;
    }

    /** Forgets a consumer. */
    void remove(StreamConsumer consumer) {
        Entry entry = entries.remove(consumer);
        if (entry != null) {
            entry.gone = true;
            for (byte[] pattern : entry.patterns) {
                filters.remove(pattern, null, entry);
            }
        }
    }

    private void list(Entry entry, long sequence) {
        entry.upTo = sequence;
        if (!entry.listed) {
            entry.listed = true;
            concerned.add(entry);
        }
    }

    /** A message was stored. */
    void stored(ByteRange subject, long sequence) {
        filters.match(subject.array(), subject.offset(), subject.length(), matches);
        for (int i = 0; i < matches.plainCount(); i++) {
            list(matches.plain(i), sequence);
        }
        matches.clear();
    }

    /** Messages up to that sequence may be read: tells whom they concern. */
    void committed(long lastSequence) {
        List<Entry> now = concerned;
        // who is told may store something, and be on the list again
        concerned = new ArrayList<>();
        for (Entry entry : now) {
            entry.listed = false;
            if (!entry.gone) {
                if (entry.upTo > lastSequence) {
                    list(entry, entry.upTo);
                }
                entry.consumer.committed(lastSequence);
            }
        }
    }
}
