// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The notation of bytes in transcripts: UTF-8 with the escapes {@code \r \n \t \s \0 \xHH \\ \$}, values {@code ${name}}, runs
 *  {@code ${ab*1000}} and signatures {@code ${sign SEED NONCE}}. Bytes are carried in Strings of ISO-8859-1, a char a byte.
 */
public final class Text {
    private static final int RUN = 24;

    private Text() {}

    /** The bytes that a notation stands for. */
    public static byte[] bytes(String notation, Map<String, String> values) {
        return latin(notation, values).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** As {@link #bytes}, a char a byte. */
    public static String latin(String notation, Map<String, String> values) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < notation.length()) {
            char c = notation.charAt(at);
            if (c == '\\') {
                at = escape(notation, at + 1, out);
            } else if (c == '$' && notation.startsWith("${", at)) {
                int end = notation.indexOf('}', at);
                out.append(value(notation.substring(at + 2, end), values));
                at = end + 1;
            } else {
                int length = Character.charCount(notation.codePointAt(at));
                out.append(latin1(notation.substring(at, at + length)));
                at += length;
            }
        }
        return out.toString();
    }

    /** UTF-8 bytes of a text, a char a byte. */
    static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Decodes the escape whose letter stands at {@code at}, and says where the text goes on. */
    static int escape(String notation, int at, StringBuilder out) {
        char c = notation.charAt(at);
        switch (c) {
            case 'r' -> out.append('\r');
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 's' -> out.append(' ');
            case '0' -> out.append('\0');
            case 'x' -> {
                out.append((char) Integer.parseInt(notation.substring(at + 1, at + 3), 16));
                return at + 3;
            }
            default -> out.append(c);
        }
        return at + 1;
    }

    /** What stands between {@code ${} and {@code }}. */
    static String value(String name, Map<String, String> values) {
        if (name.startsWith("sign ")) {
            String[] parts = name.split(" ");
            return Signatures.sign(parts[1], require(parts[2], values));
        }
        int star = name.lastIndexOf('*');
        if (star > 0 && name.substring(star + 1).chars().allMatch(Character::isDigit)) {
            StringBuilder unit = new StringBuilder(latin(name.substring(0, star), values));
            return unit.toString().repeat(Integer.parseInt(name.substring(star + 1)));
        }
        return latin(require(name, values), values);
    }

    private static String require(String name, Map<String, String> values) {
        String value = values.get(name);
        if (value == null) {
            throw new TranscriptFailure("${" + name + "} has no value here; known: " + values.keySet());
        }
        return value;
    }

    /** The notation of a line of bytes: printable, with long runs shortened. */
    public static String notation(String latin) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < latin.length()) {
            char c = latin.charAt(at);
            int end = at + 1;
            while (end < latin.length() && latin.charAt(end) == c) {
                end++;
            }
            if (end - at > RUN && Character.isLetterOrDigit(c) && c < 0x7f) {
                out.append("${").append(c).append('*').append(end - at).append('}');
                at = end;
            } else {
                append(c, out);
                at++;
            }
        }
        return out.toString();
    }

    private static void append(char c, StringBuilder out) {
        switch (c) {
            case '\r' -> out.append("\\r");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            case '$' -> out.append("\\$");
            default -> {
                if (c < 0x20 || c >= 0x7f) {
                    out.append(String.format("\\x%02x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }

    /** Joins pieces of bytes. */
    static byte[] join(byte[] a, byte[] b) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(a.length + b.length);
        out.writeBytes(a);
        out.writeBytes(b);
        return out.toByteArray();
    }
}
