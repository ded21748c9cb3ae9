// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A password or token that the configuration names, plain or as a bcrypt hash. Prints nothing. */
final class Secret {
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
