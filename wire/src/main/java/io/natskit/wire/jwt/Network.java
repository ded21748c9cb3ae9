// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A network as {@code 10.0.0.0/8} or {@code fd00::/8}. Reads numbers alone: no name is ever looked up. Immutable. */
public final class Network {
    private static final int V4 = 4;
    private static final int V6 = 16;

    private final byte[] address;
    private final int bits;

    private Network(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** Reads a network; null for what is none. */
    public static @Nullable Network parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return null;
        }
        byte[] address = address(text.substring(0, slash));
        int bits = number(text, slash + 1, text.length(), 10, 3);
        boolean written = text.length() > slash + 2 && text.charAt(slash + 1) == '0';
        return address == null || bits < 0 || bits > 8 * address.length || written ? null : new Network(address, bits);
    }

    /** Whether a text is a network. */
    public static boolean isNetwork(String text) {
        return parse(text) != null;
    }

    /** Whether an address, as {@code 10.1.2.3}, lies in it; false for what is no address. */
    public boolean contains(String host) {
        byte[] other = address(host);
        if (other == null) {
            return false;
        }
        byte[] own = plain(address);
        byte[] theirs = plain(other);
        int used = own.length == address.length ? bits : bits - 8 * (V6 - V4);
        if (own.length != theirs.length || used < 0) {
            return false;
        }
        for (int i = 0; i < used; i++) {
            int bit = 0x80 >> (i & 7);
            if (((own[i >> 3] ^ theirs[i >> 3]) & bit) != 0) {
                return false;
            }
        }
        return true;
    }

    /** An IPv4 address that is written as one of IPv6 is one of IPv4. */
    private static byte[] plain(byte[] address) {
        if (address.length == V6 && address[10] == -1 && address[11] == -1) {
            for (int i = 0; i < 10; i++) {
                if (address[i] != 0) {
                    return address;
                }
            }
            return Arrays.copyOfRange(address, V6 - V4, V6);
        }
        return address;
    }

    /** Four bytes, sixteen, or null for what is no address. */
    private static byte @Nullable [] address(String text) {
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return plain.indexOf(':') < 0 ? v4(plain) : v6(plain);
    }

    private static byte @Nullable [] v4(String text) {
        byte[] out = new byte[V4];
        int from = 0;
        for (int i = 0; i < V4; i++) {
            int dot = text.indexOf('.', from);
            int to = i == V4 - 1 ? text.length() : dot;
            if (to < from || (i == V4 - 1 && dot >= 0)) {
                return null;
            }
            int value = number(text, from, to, 10, 3);
            if (value < 0 || value > 255 || (to - from > 1 && text.charAt(from) == '0')) {
                return null;
            }
            out[i] = (byte) value;
            from = to + 1;
        }
        return out;
    }

    private static byte @Nullable [] v6(String text) {
        byte[] out = new byte[V6];
        int filled = 0;
        int gap = -1;
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            int colon = text.indexOf(':', at);
            int to = colon < 0 ? text.length() : colon;
            if (colon < 0 && text.indexOf('.', at) > 0) {
                byte[] tail = v4(text.substring(at));
                if (tail == null || filled > V6 - V4) {
                    return null;
                }
                System.arraycopy(tail, 0, out, filled, V4);
                filled += V4;
                at = to;
                break;
            }
            int value = number(text, at, to, 16, 4);
            if (value < 0 || filled > V6 - 2) {
                return null;
            }
            out[filled++] = (byte) (value >> 8);
            out[filled++] = (byte) value;
            if (colon < 0) {
                at = to;
            } else if (text.startsWith("::", colon)) {
                if (gap >= 0) {
                    return null;
                }
                gap = filled;
                at = colon + 2;
            } else if (colon + 1 == text.length()) {
                return null;
            } else {
                at = colon + 1;
            }
        }
        if (gap < 0) {
            return filled == V6 ? out : null;
        }
        if (filled == V6) {
            return null;
        }
        int moved = filled - gap;
        System.arraycopy(out, gap, out, V6 - moved, moved);
        Arrays.fill(out, gap, V6 - moved, (byte) 0);
        return out;
    }

    /** At most so many digits; −1 for anything else. */
    private static int number(String text, int from, int to, int radix, int digitsMax) {
        if (to <= from || to - from > digitsMax) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c > 'f' ? -1 : Character.digit(c, radix);
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }
}
