// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.headers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Collects header entries. Confined to one thread; may be used again after {@link #build()}. */
public final class HeadersBuilder {
    private final List<Entry> entries = new ArrayList<>();

    HeadersBuilder() {}

    /**
     * Adds a value after those that {@code name} has. A name is printable ASCII without space and colon; a value is anything without CR,
     * LF and NUL, and loses the white space around it on its way. Else {@link InvalidHeadersException}.
     */
    public HeadersBuilder add(String name, String value) {
        checkName(name);
        checkValue(name, value);
        entries.add(new Entry(name, value));
        return this;
    }

    /** Gives {@code name} this value alone. The rules are those of {@link #add}. */
    public HeadersBuilder set(String name, String value) {
        checkName(name);
        checkValue(name, value);
        remove(name);
        entries.add(new Entry(name, value));
        return this;
    }

    /** Forgets all values of {@code name}. */
    public HeadersBuilder remove(String name) {
        entries.removeIf(e -> e.name.equals(name));
        return this;
    }

    /** The headers as they are now. */
    public Headers build() {
        if (entries.isEmpty()) {
            return Headers.empty();
        }
        StringBuilder text = new StringBuilder(64).append("NATS/1.0\r\n");
        for (Entry entry : entries) {
            text.append(entry.name).append(": ").append(entry.value).append("\r\n");
        }
        return Headers.owning(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    // What came from the wire is carried over if it can stand in a block at all.
    void keep(String name, String value) {
        if (isName(name) && value.indexOf('\r') < 0 && value.indexOf('\n') < 0) {
            entries.add(new Entry(name, value));
        }
    }

    private static void checkName(String name) {
        if (!isName(name)) {
            throw new InvalidHeadersException("header name: \"" + printable(name)
                    + "\" (expected: printable ASCII without space and colon, not empty)");
        }
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 127 || c == ':') {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static void checkValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                // the value itself may be a secret
                throw new InvalidHeadersException("value of header " + name + " has character " + (int) c + " at " + i
                        + " (expected: no CR, LF or NUL)");
            }
        }
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), 64); i++) {
            char c = text.charAt(i);
            out.append(c < ' ' || c == 127 ? '?' : c);
        }
        return out.toString();
    }

    private record Entry(String name, String value) {}
}
