// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** The only class that touches Bouncy Castle, so that nothing of it is loaded before somebody logs in by a bcrypt hash. */
final class Bcrypt {
    private static final int SALT_BYTES = 16;

    private Bcrypt() {}

    /** Takes 0.1 s at cost 11, twice as long for each step more. False for a malformed hash. */
    static boolean matches(String hash, byte[] secret) {
        try {
            return OpenBSDBCrypt.checkPassword(hash, secret);
        } catch (RuntimeException e) {
            return false; // no bcrypt hash after all: nobody can log in with it
        }
    }

    /** Takes as long as comparing with a hash of that cost, for nothing. */
    static void spend(int cost) {
        OpenBSDBCrypt.generate("2a", new byte[1], new byte[SALT_BYTES], cost);
    }
}
