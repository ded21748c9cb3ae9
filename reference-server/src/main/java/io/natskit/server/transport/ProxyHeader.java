// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The header of the PROXY protocol, version 1 or 2, at the beginning of a connection. Pure: bytes in, a result out.
 *
 * @param state what was found
 * @param length how many bytes it takes
 * @param host the source's address, null for a health check
 * @param port the source's port
 * @param problem what is wrong, for the log
 */
public record ProxyHeader(State state, int length, @Nullable String host, int port, String problem) {
    private static final byte[] V1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] V2 = {0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    private static final int V1_LINE_MAX = 107;
    private static final int V2_FIXED = 16;
    private static final int DETECTION = 6;

    /** What stands at the beginning of a connection. */
    public enum State {
        /** It cannot be told yet. */
        INCOMPLETE,
        /** No header: a client that came directly. */
        ABSENT,
        /** A header. */
        PRESENT,
        /** A header that is wrong. */
        MALFORMED
    }

    /** Reads what stands there. */
    public static ProxyHeader read(byte[] b, int offset, int end) {
        if (end - offset < DETECTION) {
            return new ProxyHeader(State.INCOMPLETE, 0, null, 0, "");
        }
        if (Arrays.equals(b, offset, offset + DETECTION, V1, 0, DETECTION)) {
            return version1(b, offset, end);
        }
        if (Arrays.equals(b, offset, offset + DETECTION, V2, 0, DETECTION)) {
            return version2(b, offset, end);
        }
        return new ProxyHeader(State.ABSENT, 0, null, 0, "");
    }

    private static ProxyHeader version1(byte[] b, int offset, int end) {
        int limit = Math.min(end, offset + V1_LINE_MAX);
        for (int i = offset; i + 1 < limit; i++) {
            if (b[i] == '\r' && b[i + 1] == '\n') {
                return line(new String(b, offset, i - offset, StandardCharsets.ISO_8859_1), i + 2 - offset);
            }
        }
        return end - offset >= V1_LINE_MAX ? malformed("v1 line too long") : incomplete();
    }

    private static ProxyHeader line(String line, int length) {
        StringTokenizer words = new StringTokenizer(line, " \t");
        words.nextToken();
        String family = words.hasMoreTokens() ? words.nextToken() : "";
        if (family.equals("UNKNOWN")) {
            return new ProxyHeader(State.PRESENT, length, null, 0, "");
        }
        if (words.countTokens() != 4) {
            return malformed("invalid v1 format");
        }
        String source = words.nextToken();
        String target = words.nextToken();
        int port = port(words.nextToken());
        int targetPort = port(words.nextToken());
        boolean six = family.equals("TCP6");
        if (!six && !family.equals("TCP4")) {
            return malformed("invalid protocol " + family);
        }
        if (!isAddress(source, six) || !isAddress(target, six) || port < 0 || targetPort < 0) {
            return malformed("invalid address or port");
        }
        return new ProxyHeader(State.PRESENT, length, source, port, "");
    }

    private static int port(String text) {
        if (text.length() > 5) {
            return -1;
        }
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            port = port * 10 + digit;
        }
        return port > 0xffff ? -1 : port;
    }

    /** Whether the text is an address of that family. Nothing that could be a name reaches the resolver, which would hold the loop up. */
    private static boolean isAddress(String text, boolean six) {
        return six ? isVersion6(text) : isVersion4(text);
    }

    /** Four decimal numbers up to 255, without leading zeros. */
    private static boolean isVersion4(String text) {
        int octets = 1;
        int digits = 0;
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (digits == 0) {
                    return false;
                }
                octets++;
                digits = 0;
                value = 0;
                continue;
            }
            if (c < '0' || c > '9' || digits > 0 && value == 0) {
                return false;
            }
            value = value * 10 + c - '0';
            digits++;
            if (value > 0xff) {
                return false;
            }
        }
        return octets == 4 && digits > 0;
    }

    private static boolean isVersion6(String text) {
        if (text.indexOf(':') < 0 || text.charAt(0) == '.') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9' || c == '.';
            boolean hex = c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || c == ':';
            if (!digit && !hex) {
                return false;
            }
        }
        try {
            // A colon, after a digit or at the start, makes it a literal: it is parsed and never looked up.
            InetAddress.getByName(text);
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static ProxyHeader version2(byte[] b, int offset, int end) {
        if (end - offset < V2_FIXED) {
            return incomplete();
        }
        if (!Arrays.equals(b, offset, offset + V2.length, V2, 0, V2.length)) {
            return malformed("invalid signature");
        }
        int command = b[offset + 12] & 0x0f;
        int family = b[offset + 13] & 0xf0;
        int transport = b[offset + 13] & 0x0f;
        int length = (b[offset + 14] & 0xff) << 8 | b[offset + 15] & 0xff;
        int whole = V2_FIXED + length;
        if ((b[offset + 12] & 0xf0) != 0x20) {
            return malformed("invalid version");
        }
        if (command > 1) {
            return malformed("unknown command " + command);
        }
        if (command == 1 && transport != 1) {
            return malformed("only STREAM protocol supported");
        }
        int address = family == 0x10 ? 4 : 16;
        if (command == 1 && family != 0 && (family > 0x20 || length < 2 * address + 4)) {
            return malformed("unsupported address family or address too short");
        }
        if (end - offset < whole) {
            return incomplete();
        }
        if (command == 0 || family == 0) {
            return new ProxyHeader(State.PRESENT, whole, null, 0, "");
        }
        int at = offset + V2_FIXED;
        int port = (b[at + 2 * address] & 0xff) << 8 | b[at + 2 * address + 1] & 0xff;
        return new ProxyHeader(State.PRESENT, whole, text(Arrays.copyOfRange(b, at, at + address)), port, "");
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.length + " bytes", e);
        }
    }

    private static ProxyHeader incomplete() {
        return new ProxyHeader(State.INCOMPLETE, 0, null, 0, "");
    }

    private static ProxyHeader malformed(String problem) {
        return new ProxyHeader(State.MALFORMED, 0, null, 0, "invalid PROXY protocol header: " + problem);
    }
}
