// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The short names that nats-server makes of long ones: eight letters and digits, the same on every server. Pure. */
public final class StableHash {
    private static final int LENGTH = 8;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private StableHash() {}

    /** The short name of a text. */
    public static String of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            StringBuilder name = new StringBuilder(LENGTH);
            for (int i = 0; i < LENGTH; i++) {
                name.append(DIGITS.charAt((digest[i] & 0xFF) % DIGITS.length()));
            }
            return name.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a Java runtime without SHA-256", e);
        }
    }
}
