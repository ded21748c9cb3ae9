// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a server knows that is aware of Sparkplug B (MQ-09): births are kept as certificates, and deaths carry the time at which they are told. A message
 * of Sparkplug is a Protocol Buffer whose field 1 is its time in milliseconds. Pure.
 */
final class Sparkplug {
    private static final byte[] NAMESPACE = ascii("spBv1.0/");
    private static final byte[] CERTIFICATES = ascii("$sparkplug/certificates/");
    private static final int LEVELS_MIN = 3;
    private static final int LEVELS_MAX = 4;
    private static final int TIMESTAMP_TAG = 1 << 3;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int VARINT_OCTETS_MAX = 10;

    private Sparkplug() {}

    /** What a topic is to Sparkplug. */
    enum Kind {
        NONE,
        BIRTH,
        DEATH,
        BIRTH_CERTIFICATE,
        DEATH_CERTIFICATE
    }

    /** The kind of a topic: {@code spBv1.0/group/NBIRTH/node[/device]}, or the certificate of one. */
    static Kind kind(byte[] topic) {
        boolean certificate = starts(topic, 0, CERTIFICATES);
        int from = certificate ? CERTIFICATES.length : 0;
        if (!starts(topic, from, NAMESPACE)) {
            return Kind.NONE;
        }
        String[] levels = new String(
                        topic, from + NAMESPACE.length, topic.length - from - NAMESPACE.length, StandardCharsets.UTF_8)
                .split("/", -1);
        if (levels.length < LEVELS_MIN || levels.length > LEVELS_MAX) {
            return Kind.NONE;
        }
        return switch (levels[1]) {
            case "NBIRTH", "DBIRTH" -> certificate ? Kind.BIRTH_CERTIFICATE : Kind.BIRTH;
            case "NDEATH", "DDEATH" -> certificate ? Kind.DEATH_CERTIFICATE : Kind.DEATH;
            default -> Kind.NONE;
        };
    }

    private static boolean starts(byte[] bytes, int from, byte[] prefix) {
        return bytes.length - from >= prefix.length
                && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }

    /** The topic under which a birth is kept. */
    static byte[] certificate(byte[] topic) {
        byte[] whole = Arrays.copyOf(CERTIFICATES, CERTIFICATES.length + topic.length);
        System.arraycopy(topic, 0, whole, CERTIFICATES.length, topic.length);
        return whole;
    }

    /** A death with the time of now in its first timestamp, or behind its fields if it has none; what is no Protocol Buffer stays as it is. */
    static byte[] stamped(byte[] message, int offset, int length, long nowMillis) {
        int end = offset + length;
        int at = offset;
        int cut = end;
        int rest = end;
        while (at < end && cut == end) {
            int next = fieldEnd(message, at, end);
            if (next < 0) {
                return Arrays.copyOfRange(message, offset, end);
            }
            if (message[at] == TIMESTAMP_TAG) {
                cut = at;
                rest = next;
            }
            at = next;
        }
        byte[] stamp = stamp(nowMillis);
        byte[] out = new byte[cut - offset + stamp.length + end - rest];
        System.arraycopy(message, offset, out, 0, cut - offset);
        System.arraycopy(stamp, 0, out, cut - offset, stamp.length);
        System.arraycopy(message, rest, out, cut - offset + stamp.length, end - rest);
        return out;
    }

    private static byte[] stamp(long millis) {
        byte[] out = new byte[1 + VARINT_OCTETS_MAX];
        out[0] = TIMESTAMP_TAG;
        int at = 1;
        long left = millis;
        while (left >>> 7 != 0) {
            out[at++] = (byte) (left & 0x7f | 0x80);
            left >>>= 7;
        }
        out[at++] = (byte) left;
        return Arrays.copyOf(out, at);
    }

    /** Where a field ends, or -1 if it does not. */
    private static int fieldEnd(byte[] b, int at, int end) {
        int behindTag = varintEnd(b, at, end);
        if (behindTag < 0 || varint(b, at) >>> 3 == 0) {
            return -1;
        }
        int next = switch ((int) (varint(b, at) & 7)) {
            case VARINT -> varintEnd(b, behindTag, end);
            case FIXED64 -> behindTag + 8;
            case FIXED32 -> behindTag + 4;
            case BYTES -> blockEnd(b, behindTag, end);
            default -> -1;
        };
        return next > end ? -1 : next;
    }

    private static int blockEnd(byte[] b, int at, int end) {
        int from = varintEnd(b, at, end);
        if (from < 0) {
            return -1;
        }
        long length = varint(b, at);
        return length < 0 || length > end - from ? -1 : from + (int) length;
    }

    private static int varintEnd(byte[] b, int at, int end) {
        for (int i = at; i < Math.min(end, at + VARINT_OCTETS_MAX); i++) {
            if (b[i] >= 0) {
                return i + 1;
            }
        }
        return -1;
    }

    /** The value of a varint that is whole. */
    private static long varint(byte[] b, int at) {
        long value = 0;
        int shift = 0;
        int i = at;
        do {
            value |= (long) (b[i] & 0x7f) << shift;
            shift += 7;
        } while (b[i++] < 0);
        return value;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
