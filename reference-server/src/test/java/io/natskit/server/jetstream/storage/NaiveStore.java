// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import io.natskit.wire.subject.Subjects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a store does, written the plain way: a sorted map that is searched from end to end. */
final class NaiveStore {
    record Message(String subject, String headers, String payload, long timestamp, long expires) {}

    final TreeMap<Long, Message> messages = new TreeMap<>();
    long first;
    long last;
    long lastTimestamp;

    void append(long sequence, Message message) {
        last = sequence;
        messages.put(sequence, message);
        lastTimestamp = message.timestamp();
        settle();
    }

    void skipTo(long next) {
        if (next > last + 1) {
            last = next - 1;
            settle();
        }
    }

    boolean remove(long sequence) {
        boolean there = messages.remove(sequence) != null;
        if (there) {
            settle();
        }
        return there;
    }

    List<Long> purge(String filter, long before, long keep) {
        List<Long> matching = matching(filter, 0);
        List<Long> gone = new ArrayList<>();
        for (long sequence : matching) {
            if ((before == 0 || sequence < before) && gone.size() + keep < matching.size()) {
                gone.add(sequence);
            }
        }
        gone.forEach(messages::remove);
        if (!gone.isEmpty() || (messages.isEmpty() && filter.equals(">") && keep == 0)) {
            settle();
        }
        if (filter.equals(">")) {
            skipTo(before);
        }
        return gone;
    }

    void settle() {
        first = messages.isEmpty() ? last + 1 : messages.firstKey();
    }

    List<Long> matching(String filter, long from) {
        List<Long> found = new ArrayList<>();
        messages.tailMap(from).forEach((sequence, message) -> {
            for (String pattern : filter.split(",")) {
                if (Subjects.matches(pattern, message.subject())) {
                    found.add(sequence);
                    return;
                }
            }
        });
        return found;
    }

    long lastMatching(String filter, long upTo) {
        long found = 0;
        for (long sequence : matching(filter, 0)) {
            found = sequence <= upTo ? sequence : found;
        }
        return found;
    }

    List<Long> lastPerSubject(String filter, long upTo) {
        Map<String, Long> lasts = new HashMap<>();
        for (long sequence : matching(filter, 0)) {
            if (sequence <= upTo) {
                lasts.put(messages.get(sequence).subject(), sequence);
            }
        }
        return lasts.values().stream().sorted().toList();
    }

    /** Subject to count, first and last, in the order of names. */
    Map<String, List<Long>> subjects(String filter) {
        Map<String, List<Long>> found = new TreeMap<>();
        for (long sequence : matching(filter, 0)) {
            found.merge(
                    messages.get(sequence).subject(),
                    List.of(1L, sequence, sequence),
                    (a, b) -> List.of(a.get(0) + 1, a.get(1), b.get(2)));
        }
        return new LinkedHashMap<>(found);
    }

    long firstSince(long timestamp) {
        for (Map.Entry<Long, Message> entry : messages.entrySet()) {
            if (entry.getValue().timestamp() >= timestamp) {
                return entry.getKey();
            }
        }
        return last + 1;
    }

    List<Long> deleted() {
        List<Long> gone = new ArrayList<>();
        for (long sequence = first; !messages.isEmpty() && sequence <= last; sequence++) {
            if (!messages.containsKey(sequence)) {
                gone.add(sequence);
            }
        }
        return gone;
    }

    long expired(long now) {
        long earliest = Long.MAX_VALUE;
        long found = 0;
        for (Map.Entry<Long, Message> entry : messages.entrySet()) {
            long expires = entry.getValue().expires();
            if (expires != 0 && expires <= now && expires < earliest) {
                earliest = expires;
                found = entry.getKey();
            }
        }
        return found;
    }
}
