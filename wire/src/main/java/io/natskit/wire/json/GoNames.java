// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.json;

/** How Go's decoder compares the names of fields: by Unicode's simple folding, in which two characters beyond ASCII have a partner in it. */
final class GoNames {
    private GoNames() {}

    /** What all names that are the same to Go have in common: those of ASCII in lower case. The name itself where that is it. */
    static String fold(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c >= 'A' && c <= 'Z') || c == '\u212A' || c == '\u017F') {
                return folded(name, i);
            }
        }
        return name;
    }

    private static String folded(String name, int from) {
        StringBuilder folded = new StringBuilder(name);
        for (int i = from; i < name.length(); i++) {
            char c = name.charAt(i);
            folded.setCharAt(i, c == '\u212A' ? 'k' : c == '\u017F' ? 's' : c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return folded.toString();
    }
}
