// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

import org.jspecify.annotations.Nullable;

/** The operations that a client may send. */
enum Verb {
    PUB("PUB", false, true),
    HPUB("HPUB", false, true),
    SUB("SUB", false, true),
    UNSUB("UNSUB", false, true),
    PING("PING", true, false),
    PONG("PONG", true, false),
    CONNECT("CONNECT", false, false),
    INFO("INFO", false, false),
    PLUS_OK("+OK", true, false),
    MINUS_ERR("-ERR", false, true);

    private static final Verb[] ALL = values();

    private final String text;
    private final boolean simple;
    private final boolean needsSpace;

    Verb(String text, boolean simple, boolean needsSpace) {
        this.text = text;
        this.simple = simple;
        this.needsSpace = needsSpace;
    }

    /** The word on the wire. */
    String text() {
        return text;
    }

    /** Its length. */
    int length() {
        return text.length();
    }

    /** Whether everything up to the end of the line is ignored. */
    boolean isSimple() {
        return simple;
    }

    /** Whether a space or tab must follow the word. */
    boolean needsSpace() {
        return needsSpace;
    }

    /** The verb that stands there in whole, upper or lower case. */
    static @Nullable Verb at(byte[] b, int from, int end) {
        for (Verb verb : ALL) {
            if (end - from >= verb.length() && verb.matches(b, from, verb.length())) {
                return verb;
            }
        }
        return null;
    }

    /** Whether what stands there may still become a verb. */
    static boolean couldBe(byte[] b, int from, int end) {
        for (Verb verb : ALL) {
            int length = end - from;
            if (length < verb.length() && verb.matches(b, from, length)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(byte[] b, int from, int length) {
        for (int i = 0; i < length; i++) {
            int given = b[from + i];
            int upper = given >= 'a' && given <= 'z' ? given - 32 : given;
            if (upper != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
