// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A distinguished name: parts in their order, each a set of attributes. Immutable. */
final class DistinguishedName {
    /**
     * One attribute.
     *
     * @param type such as {@code CN}; its case means nothing
     * @param value as it is, not escaped
     */
    record Attribute(String type, String value) {
        boolean isSame(Attribute other) {
            return type.equalsIgnoreCase(other.type) && value.equals(other.value);
        }
    }

    private final List<List<Attribute>> parts;

    DistinguishedName(List<List<Attribute>> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Reads the text form of RFC 4514, with the liberties that nats-server takes; null for what is none. */
    static @Nullable DistinguishedName parse(String text) {
        return new Parser(text).parse();
    }

    /** Whether the parts are the same in the same order; within a part the order means nothing. */
    boolean isSame(DistinguishedName other) {
        if (parts.size() != other.parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!isSamePart(parts.get(i), other.parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the parts are the same in any order, each counted as often as it is there. */
    boolean isSameInAnyOrder(DistinguishedName other) {
        if (parts.size() != other.parts.size()) {
            return false;
        }
        List<List<Attribute>> left = new ArrayList<>(other.parts);
        for (List<Attribute> part : parts) {
            if (!removeSame(left, part)) {
                return false;
            }
        }
        return true;
    }

    private static boolean removeSame(List<List<Attribute>> left, List<Attribute> part) {
        for (int i = 0; i < left.size(); i++) {
            if (isSamePart(part, left.get(i))) {
                left.remove(i);
                return true;
            }
        }
        return false;
    }

    private static boolean isSamePart(List<Attribute> a, List<Attribute> b) {
        return a.size() == b.size() && hasAll(a, b) && hasAll(b, a);
    }

    private static boolean hasAll(List<Attribute> in, List<Attribute> all) {
        return all.stream().allMatch(one -> in.stream().anyMatch(one::isSame));
    }

    private static final class Parser {
        private final byte[] text;
        private final List<List<Attribute>> parts = new ArrayList<>();
        private final ByteArrayOutputStream word = new ByteArrayOutputStream();
        private List<Attribute> part = new ArrayList<>();
        private String type = "";
        private int trailingSpaces;

        Parser(String text) {
            this.text = text.getBytes(StandardCharsets.UTF_8);
        }

        @Nullable
        DistinguishedName parse() {
            int i = 0;
            while (i < text.length) {
                int used = text[i] == '\\' ? escaped(i + 1) : plain(i);
                if (used == 0) {
                    return null;
                }
                i += used;
            }
            if (word.size() > 0) {
                if (type.isEmpty()) {
                    return null;
                }
                part.add(new Attribute(type, takeWord()));
                parts.add(part);
            }
            return new DistinguishedName(parts);
        }

        /** What follows a backslash; answers how much that was with it, 0 for what may not. */
        private int escaped(int at) {
            trailingSpaces = 0;
            if (at >= text.length) {
                return 1; // a backslash at the end is passed over
            }
            if (" \"#+,;<=>\\".indexOf(text[at]) >= 0) {
                word.write(text[at]);
                return 2;
            }
            int high = Character.digit(text[at], 16);
            int low = at + 1 < text.length ? Character.digit(text[at + 1], 16) : -1;
            if (high < 0 || low < 0) {
                return 0;
            }
            word.write(high << 4 | low);
            return 3;
        }

        private int plain(int at) {
            byte c = text[at];
            if (c == '=') {
                type = takeWord();
                return at + 1 < text.length && text[at + 1] == '#' ? 0 : 1;
            }
            if (c == ',' || c == '+') {
                if (type.isEmpty()) {
                    return 0;
                }
                part.add(new Attribute(type, takeWord()));
                type = "";
                if (c == ',') {
                    parts.add(part);
                    part = new ArrayList<>();
                }
                return 1;
            }
            if (c == ' ' && word.size() == 0) {
                return 1;
            }
            trailingSpaces = c == ' ' ? trailingSpaces + 1 : 0;
            word.write(c);
            return 1;
        }

        private String takeWord() {
            byte[] bytes = word.toByteArray();
            String taken = new String(bytes, 0, bytes.length - trailingSpaces, StandardCharsets.UTF_8);
            word.reset();
            trailingSpaces = 0;
            return taken;
        }
    }
}
