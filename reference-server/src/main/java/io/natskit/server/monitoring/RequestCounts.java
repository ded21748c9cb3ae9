// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each page was asked for over HTTP. Any thread. */
public final class RequestCounts {
    private final Map<String, LongAdder> byPath = new ConcurrentHashMap<>();

    /** Nothing was asked yet. */
    public RequestCounts() {}

    void count(String path, int times) {
        byPath.computeIfAbsent(path, key -> new LongAdder()).add(times);
    }

    Map<String, Long> all() {
        Map<String, Long> counts = new TreeMap<>();
        byPath.forEach((path, count) -> counts.put(path, count.sum()));
        return counts;
    }
}
