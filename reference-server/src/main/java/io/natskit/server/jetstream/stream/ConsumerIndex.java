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
 * Which consumers messages concern, by their filters: a commit or a removal tells those and no others, however many a stream has. Confined to the
 * stream's loop.
 */
final class ConsumerIndex {
    private static final byte[] ALL = {'>'};

    private final Interest<Entry> filters = new Interest<>();
    private final Matches<Entry> matches = new Matches<>();
    private final Map<StreamConsumer, Entry> entries = new IdentityHashMap<>();
    private final List<Entry> refiltered = new ArrayList<>();
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

    /**
     * Knows a consumer by the filters that it has now; what is stored up to {@code lastStored} may concern it. With {@code hadOthers} it had other
     * filters before, and may wait for acknowledgements of messages that these do not match.
     */
    void put(StreamConsumer consumer, long lastStored, boolean hadOthers) {
        remove(consumer);
        Entry entry = new Entry(consumer, patterns(consumer.config()));
        entries.put(consumer, entry);
        if (hadOthers) {
            refiltered.add(entry);
        }
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
            refiltered.remove(entry);
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

    /** A message is gone: tells whom that concerns. */
    void removed(long sequence, ByteRange subject) {
        for (StreamConsumer one : wanting(subject)) {
            one.removed(sequence, subject);
        }
        for (Entry one : List.copyOf(refiltered)) {
            if (!one.consumer.wants(subject.array(), subject.offset(), subject.length())) {
                one.consumer.removed(sequence, subject);
            }
        }
    }

    /** Whether anybody would have a message of this subject. */
    boolean want(byte[] subject, int offset, int length) {
        filters.match(subject, offset, length, matches);
        boolean some = !matches.isEmpty();
        matches.clear();
        return some;
    }

    /** Whether somebody still needs a message. */
    boolean need(long sequence, ByteRange subject) {
        filters.match(subject.array(), subject.offset(), subject.length(), matches);
        boolean needed = false;
        for (int i = 0; i < matches.plainCount() && !needed; i++) {
            needed = !matches.plain(i).consumer.hasAcknowledged(sequence);
        }
        matches.clear();
        return needed;
    }

    private List<StreamConsumer> wanting(ByteRange subject) {
        filters.match(subject.array(), subject.offset(), subject.length(), matches);
        List<StreamConsumer> found = new ArrayList<>(matches.plainCount());
        for (int i = 0; i < matches.plainCount(); i++) {
            found.add(matches.plain(i).consumer);
        }
        matches.clear();
        return found;
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
