// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.jnats;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Words of a line, kept apart by single spaces. A word writes a space, a line end, a percent sign or any byte that is not printable
 * ASCII as {@code %XX}; an empty word is {@code %}.
 */
final class Words {
    private static final String HEX = "0123456789ABCDEF";

    private Words() {}

    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.trim().split(" +")) {
            words.add(word);
        }
        return words;
    }

    static byte[] bytes(String word) {
        if (word.equals("%")) {
            return new byte[0];
        }
        return URLDecoder.decode(word.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(String word) {
        return new String(bytes(word), StandardCharsets.UTF_8);
    }

    static String word(String text) {
        return word(text.getBytes(StandardCharsets.UTF_8));
    }

    static String word(byte[] bytes) {
        if (bytes.length == 0) {
            return "%";
        }
        StringBuilder word = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (b > ' ' && b < 127 && b != '%') {
                word.append((char) b);
            } else {
                word.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            }
        }
        return word.toString();
    }

    /** The pairs {@code key=value} among the words from the given index on; both sides are unescaped. */
    static Map<String, String> pairs(List<String> words, int from) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String word : words.subList(Math.min(from, words.size()), words.size())) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("argument " + word + " (expected: key=value)");
            }
            pairs.put(text(word.substring(0, equals)), text(word.substring(equals + 1)));
        }
        return pairs;
    }
}
