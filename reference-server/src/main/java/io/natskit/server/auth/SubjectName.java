// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The subject of a certificate, out of its DER form: a sequence of sets of attributes. Immutable. */
final class SubjectName {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int OID = 6;
    private static final String DOMAIN_COMPONENT = "0.9.2342.19200300.100.1.25";
    /** The attributes that nats-server's (Go's) own form of a name has, in its order. */
    private static final List<String> SHOWN = List.of(
            "2.5.4.5", "2.5.4.3", "2.5.4.17", "2.5.4.9", "2.5.4.8", "2.5.4.7", "2.5.4.11", "2.5.4.10", "2.5.4.6");

    private final List<List<Value>> sets;

    private record Value(String oid, @Nullable String text) {}

    private SubjectName(List<List<Value>> sets) {
        this.sets = sets;
    }

    /** Reads DER; null for what is no name. */
    static @Nullable SubjectName of(byte[] der) {
        try {
            Reader all = new Reader(der, 0, der.length).inside(SEQUENCE);
            List<List<Value>> sets = new ArrayList<>();
            while (all.hasMore()) {
                Reader set = all.inside(SET);
                List<Value> values = new ArrayList<>();
                while (set.hasMore()) {
                    Reader pair = set.inside(SEQUENCE);
                    values.add(new Value(pair.oid(), pair.text()));
                }
                sets.add(values);
            }
            return new SubjectName(sets);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return null;
        }
    }

    /** As a distinguished name, the last part first; null if it has an attribute that nats-server does not know or that is no text. */
    @Nullable
    DistinguishedName distinguished() {
        List<List<DistinguishedName.Attribute>> parts = new ArrayList<>();
        for (int i = sets.size() - 1; i >= 0; i--) {
            List<DistinguishedName.Attribute> part = new ArrayList<>();
            for (Value value : sets.get(i)) {
                String type = typeName(value.oid);
                if (type == null || value.text == null) {
                    return null;
                }
                part.add(0, new DistinguishedName.Attribute(type, value.text));
            }
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return new DistinguishedName(parts);
    }

    /** As Go writes it: the attributes that it knows, in an order of its own, those of a kind in one part. */
    String shown() {
        StringBuilder text = new StringBuilder();
        for (String oid : SHOWN) {
            List<String> values = valuesOf(oid);
            if (oid.equals("2.5.4.3") || oid.equals("2.5.4.5")) {
                // of these Go keeps the last
                values = values.isEmpty() || values.get(values.size() - 1).isEmpty()
                        ? List.of()
                        : values.subList(values.size() - 1, values.size());
            }
            for (int i = 0; i < values.size(); i++) {
                text.append(i > 0 ? "+" : text.length() > 0 ? "," : "");
                text.append(typeName(oid)).append('=');
                escape(text, values.get(i));
            }
        }
        return text.toString();
    }

    /** Its domain components as {@code DC=a,DC=b}; empty if it has none. */
    String domainComponents() {
        StringBuilder text = new StringBuilder();
        for (String value : valuesOf(DOMAIN_COMPONENT)) {
            text.append(text.length() > 0 ? ",DC=" : "DC=").append(value);
        }
        return text.toString();
    }

    private List<String> valuesOf(String oid) {
        List<String> values = new ArrayList<>();
        for (List<Value> set : sets) {
            for (Value value : set) {
                if (value.oid.equals(oid) && value.text != null) {
                    values.add(value.text);
                }
            }
        }
        return Collections.unmodifiableList(values);
    }

    private static void escape(StringBuilder out, String value) {
        int last = value.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = value.charAt(i);
            boolean escaped =
                    ",+\"\\<>;".indexOf(c) >= 0 || (c == ' ' && (i == 0 || i == last)) || (c == '#' && i == 0);
            out.append(escaped ? "\\" : "").append(c);
        }
    }

    private static @Nullable String typeName(String oid) {
        return switch (oid) {
            case "2.5.4.3" -> "CN";
            case "2.5.4.5" -> "SERIALNUMBER";
            case "2.5.4.6" -> "C";
            case "2.5.4.7" -> "L";
            case "2.5.4.8" -> "ST";
            case "2.5.4.9" -> "STREET";
            case "2.5.4.10" -> "O";
            case "2.5.4.11" -> "OU";
            case "2.5.4.17" -> "POSTALCODE";
            case DOMAIN_COMPONENT -> "DC";
            default -> null;
        };
    }

    /** Reads DER elements one behind the other; throws where one is cut short or another than expected. */
    private static final class Reader {
        private final byte[] der;
        private final int end;
        private int at;

        Reader(byte[] der, int from, int end) {
            this.der = der;
            this.at = from;
            this.end = end;
        }

        boolean hasMore() {
            return at < end;
        }

        Reader inside(int tag) {
            if ((der[at] & 0xff) != tag) {
                throw new IllegalArgumentException("tag: " + der[at] + " (expected: " + tag + ")");
            }
            at++;
            int length = length();
            Reader content = new Reader(der, at, at + length);
            at += length;
            return content;
        }

        private int length() {
            int length = der[at++] & 0xff;
            if (length >= 0x80) {
                int bytes = length & 0x7f;
                if (bytes == 0 || bytes > 3) {
                    throw new IllegalArgumentException("length of " + bytes + " bytes (expected: 1 to 3)");
                }
                length = 0;
                for (int i = 0; i < bytes; i++) {
                    length = length << 8 | der[at++] & 0xff;
                }
            }
            if (length > end - at) {
                throw new IndexOutOfBoundsException("length: " + length + " (expected: <= " + (end - at) + ")");
            }
            return length;
        }

        String oid() {
            Reader content = inside(OID);
            StringBuilder text = new StringBuilder();
            long number = 0;
            while (content.hasMore()) {
                int b = content.der[content.at++] & 0xff;
                if (number > Long.MAX_VALUE >> 8) {
                    throw new IllegalArgumentException("a number of an object identifier is too large");
                }
                number = number << 7 | b & 0x7f;
                if (b < 0x80) {
                    if (text.length() == 0) {
                        long top = Math.min(2, number / 40);
                        text.append(top).append('.').append(number - 40 * top);
                    } else {
                        text.append('.').append(number);
                    }
                    number = 0;
                }
            }
            return text.toString();
        }

        /** The value as text, or null if it is none. */
        @Nullable
        String text() {
            int tag = der[at] & 0xff;
            Reader content = inside(tag);
            Charset charset = switch (tag) {
                case 12 -> StandardCharsets.UTF_8;
                case 18, 19, 22 -> StandardCharsets.US_ASCII;
                case 20 -> StandardCharsets.ISO_8859_1;
                case 30 -> StandardCharsets.UTF_16BE;
                default -> null;
            };
            return charset == null ? null : new String(der, content.at, content.end - content.at, charset);
        }
    }
}
