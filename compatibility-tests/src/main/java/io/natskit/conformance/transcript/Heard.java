// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a server said during one replay: the lines of each connection, in order, and whether it closed. */
public final class Heard {
    private final Map<Integer, List<String>> lines = new TreeMap<>();
    private final Map<Integer, Boolean> closed = new TreeMap<>();

    Heard() {}

    void add(int connection, String line) {
        lines.computeIfAbsent(connection, c -> new ArrayList<>()).add(line);
    }

    void closed(int connection) {
        closed.put(connection, true);
    }

    /** The connections that said something. */
    public Iterable<Integer> connections() {
        return lines.keySet();
    }

    /** A connection's lines without CRLF, a char a byte. */
    public List<String> lines(int connection) {
        return lines.getOrDefault(connection, List.of());
    }

    /** Whether the server was seen to close the connection. */
    public boolean isClosed(int connection) {
        return closed.getOrDefault(connection, false);
    }
}
