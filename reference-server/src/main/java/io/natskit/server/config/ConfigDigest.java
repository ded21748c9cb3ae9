// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.json.GoNumber;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The digest of a configuration: SHA-256 of the parsed tree as JSON, written as Go's encoder writes it (sorted keys, HTML escapes),
 * so that ours equals nats-server's. Pure.
 */
final class ConfigDigest {
    /** What a tree may grow to when its variables are written out: each may double what the one before it holds. */
    private static final int LENGTH_MAX = 64 * 1024 * 1024;

    private ConfigDigest() {}

    /** {@code sha256:} and 64 hex digits. */
    static String of(Map<String, ConfigNode> tree) {
        try {
            byte[] json = (json(tree) + "\n").getBytes(StandardCharsets.UTF_8);
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The tree as JSON; a stack of iterators of its own, since a file may nest deeper than a thread's stack. */
    static String json(Map<String, ConfigNode> tree) {
        StringBuilder out = new StringBuilder();
        ArrayDeque<Frame> frames = new ArrayDeque<>();
        frames.push(Frame.open(tree, out));
        while (!frames.isEmpty()) {
            if (out.length() > LENGTH_MAX) {
                throw new ConfigException("config expands to more than " + LENGTH_MAX + " characters");
            }
            Frame frame = frames.getFirst();
            if (!frame.hasNext()) {
                out.append(frame.close());
                frames.pop();
                continue;
            }
            Object value = frame.next(out).value();
            if (value instanceof Map || value instanceof List) {
                frames.push(Frame.open(value, out));
            } else {
                scalar(value, out);
            }
        }
        return out.toString();
    }

    private static void scalar(Object value, StringBuilder out) {
        if (value instanceof String text) {
            string(text, out);
        } else if (value instanceof Double number) {
            out.append(GoNumber.text(number));
        } else if (value instanceof Instant) {
            out.append('"').append(value).append('"');
        } else {
            out.append(value);
        }
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", c));
                    } else if (c >= 0xDC80 && c <= 0xDCFF) {
                        out.append("\\ufffd");
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        out.append('"');
    }

    /** A map or a list that is being written. */
    private static final class Frame {
        private final Iterator<Map.Entry<String, ConfigNode>> entries;
        private final boolean isMap;
        private boolean started;

        private Frame(Iterator<Map.Entry<String, ConfigNode>> entries, boolean isMap) {
            this.entries = entries;
            this.isMap = isMap;
        }

        @SuppressWarnings("unchecked") // the parser makes no other maps and lists
        static Frame open(Object value, StringBuilder out) {
            List<Map.Entry<String, ConfigNode>> entries = new ArrayList<>();
            if (value instanceof Map) {
                entries.addAll(((Map<String, ConfigNode>) value).entrySet());
                entries.sort((a, b) -> Arrays.compareUnsigned(utf8(a.getKey()), utf8(b.getKey())));
                out.append('{');
            } else {
                ((List<ConfigNode>) value).forEach(node -> entries.add(Map.entry("", node)));
                out.append('[');
            }
            return new Frame(entries.iterator(), value instanceof Map);
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        boolean hasNext() {
            return entries.hasNext();
        }

        ConfigNode next(StringBuilder out) {
            if (started) {
                out.append(',');
            }
            started = true;
            Map.Entry<String, ConfigNode> entry = entries.next();
            if (isMap) {
                string(entry.getKey(), out);
                out.append(':');
            }
            return entry.getValue();
        }

        char close() {
            return isMap ? '}' : ']';
        }
    }
}
