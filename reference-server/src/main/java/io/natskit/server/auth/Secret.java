// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A password or token that the configuration names, plain or as a bcrypt hash. Prints nothing. */
final class Secret {
    private static final int HASH_START = 7;
    private static final int HASH_LENGTH = 60;
    private static final int COST_MIN = 4;
    private static final int COST_MAX = 31;

    private final byte[] text;
    private final boolean bcrypt;

    Secret(String text) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
        this.bcrypt = isBcrypt(text);
    }

    /** Whether comparing takes long enough to keep it off a loop. */
    boolean isBcrypt() {
        return bcrypt;
    }

    /** Compares a plain secret, in a time that does not depend on where the two differ. */
    boolean equalsPlain(String given) {
        return MessageDigest.isEqual(text, given.getBytes(StandardCharsets.UTF_8));
    }

    /** What comparing with a bcrypt hash costs, as a power of two; 0 where that is nothing: plain, or a damaged hash. */
    int cost() {
        if (!bcrypt || text.length != HASH_LENGTH) {
            return 0;
        }
        for (int i = HASH_START; i < HASH_LENGTH; i++) {
            if (!isHashCharacter((char) text[i])) {
                return 0;
            }
        }
        int cost = (text[4] - '0') * 10 + text[5] - '0';
        return cost < COST_MIN || cost > COST_MAX ? 0 : cost;
    }

    private static boolean isHashCharacter(char c) {
        return c == '.' || c == '/' || isDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    String hash() {
        return new String(text, StandardCharsets.UTF_8);
    }

    /** {@code $2a$}, {@code $2b$}, {@code $2x$} or {@code $2y$}, two digits, {@code $}, as nats-server tells them. */
    static boolean isBcrypt(String text) {
        return text.length() >= 7
                && text.startsWith("$2")
                && "abxy".indexOf(text.charAt(2)) >= 0
                && text.charAt(3) == '$'
                && isDigit(text.charAt(4))
                && isDigit(text.charAt(5))
                && text.charAt(6) == '$';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
