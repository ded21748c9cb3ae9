// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Topics of MQTT and subjects of NATS, one made of the other as nats-server does: {@code /} is a dot, a dot is {@code //}, a level without a name keeps
 * its slash ({@code /a} is {@code /.a}, {@code a//b} is {@code a./.b}), {@code +} and {@code #} are {@code *} and {@code >}. Pure.
 */
final class Topics {
    private static final int DELETE = 0x7f;

    private Topics() {}

    /**
     * The subject of a topic, or of a filter where wildcards are allowed. Throws for what no subject can hold: blanks, control characters that end
     * lines, and, in a topic, wildcards.
     */
    static byte[] toSubject(byte[] bytes, int offset, int length, boolean filter) throws MalformedPacketException {
        // each dot becomes two, and a slash at most two with its neighbours
        byte[] out = new byte[2 * length + 1];
        int at = 0;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            byte b = bytes[i];
            switch (b) {
                case '/' -> {
                    if (at == 0 || out[at - 1] == '.') {
                        out[at++] = '/';
                        out[at++] = '.';
                    } else if (i == end - 1 || bytes[i + 1] == '/') {
                        out[at++] = '.';
                        out[at++] = '/';
                    } else {
                        out[at++] = '.';
                    }
                }
                case '.' -> {
                    out[at++] = '/';
                    out[at++] = '/';
                }
                case ' ', '\t', '\n', '\r', '\f', DELETE ->
                    throw new MalformedPacketException("character not supported for MQTT topics");
                case '+', '#' -> {
                    if (!filter) {
                        throw new MalformedPacketException("wildcards not allowed in publish's topic");
                    }
                    out[at++] = (byte) (b == '+' ? '*' : '>');
                }
                default -> out[at++] = b;
            }
        }
        if (at > 0 && out[at - 1] == '.') {
            out[at++] = '/';
        }
        return Arrays.copyOf(out, at);
    }

    /** The pattern of a filter, or null if none can hold it. */
    static @Nullable String toPattern(byte[] filter) {
        try {
            return new String(toSubject(filter, 0, filter.length, true), StandardCharsets.UTF_8);
        } catch (MalformedPacketException e) {
            return null;
        }
    }

    /** The topic of a literal subject. */
    static byte[] ofSubject(byte[] bytes, int offset, int length) {
        byte[] out = new byte[length];
        int at = 0;
        int last = offset + length - 1;
        for (int i = offset; i <= last; i++) {
            byte b = bytes[i];
            if (b == '.') {
                out[at++] = '/';
            } else if (b != '/') {
                out[at++] = b;
            } else if (i < last && bytes[i + 1] == '.') {
                out[at++] = '/';
                i++;
            } else if (i < last && bytes[i + 1] == '/') {
                out[at++] = '.';
                i++;
            }
        }
        return Arrays.copyOf(out, at);
    }

    /** The subject one level up, which {@code a/#} means too; empty if there is none. */
    static String levelUp(String filter) {
        return filter.length() >= 3 && filter.endsWith(".>") ? filter.substring(0, filter.length() - 2) : "";
    }

    /** Whether a filter begins with a wildcard, which says nothing of topics that begin with a dollar sign (MQTT-4.7.2-1). */
    static boolean beginsWild(String filter) {
        return filter.equals(">") || filter.equals("*") || filter.startsWith("*.");
    }
}
