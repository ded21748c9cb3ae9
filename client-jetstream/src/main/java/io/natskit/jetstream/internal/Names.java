// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

/** Checks of names that become tokens of subjects (ADR-6). */
final class Names {
    private Names() {}

    /** A stream's or consumer's name; throws {@link IllegalArgumentException} unless it can be one. */
    static String checked(String what, String name) {
        boolean good = !name.isEmpty() && name.length() <= 255;
        for (int i = 0; good && i < name.length(); i++) {
            char c = name.charAt(i);
            good = c > ' ' && c != 0x7f && c != '.' && c != '*' && c != '>' && c != '/' && c != '\\';
        }
        if (!good) {
            throw new IllegalArgumentException(what + ": \"" + name
                    + "\" (expected: 1 to 255 characters without white space, '.', '*', '>', '/', '\\')");
        }
        return name;
    }
}
