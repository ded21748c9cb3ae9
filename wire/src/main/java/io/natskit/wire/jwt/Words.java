// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.StructReader;
import java.util.LinkedHashMap;
import java.util.Map;

/** Words of others in messages, and maps of times. */
final class Words {
    private static final int SHOWN_MAX = 64;

    private Words() {}

    /** The beginning of a word, with nothing in it that could forge a line. */
    static String shown(String word) {
        StringBuilder out = new StringBuilder();
        int end = Math.min(word.length(), SHOWN_MAX);
        for (int i = 0; i < end; i++) {
            char c = word.charAt(i);
            out.append(c < ' ' || c > '~' || c == '"' || c == '\\' ? '?' : c);
        }
        return end < word.length() ? out + "..." : out.toString();
    }

    static Map<String, Long> times(StructReader in) {
        Map<String, Long> read = new LinkedHashMap<>();
        if (in.enterMap("map[string]int64")) {
            while (in.nextEntry()) {
                String key = in.key();
                read.put(key, in.int64(0));
            }
        }
        return read;
    }
}
