// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.nkey;

/** Whose key it is. The first letter of a public key, and the second of a seed, say so. */
public enum NKeyKind {
    /** {@code N…}: a server. */
    SERVER('N', 13 << 3),
    /** {@code C…}: a cluster. */
    CLUSTER('C', 2 << 3),
    /** {@code O…}: an operator. */
    OPERATOR('O', 14 << 3),
    /** {@code A…}: an account. */
    ACCOUNT('A', 0),
    /** {@code U…}: a user. */
    USER('U', 20 << 3),
    /** {@code X…}: a curve key (X25519), which seals and does not sign. */
    CURVE('X', 23 << 3);

    private final char letter;
    private final int prefix;

    NKeyKind(char letter, int prefix) {
        this.letter = letter;
        this.prefix = prefix;
    }

    /** The first letter of a public key of this kind. */
    public char letter() {
        return letter;
    }

    int prefix() {
        return prefix;
    }

    static NKeyKind ofPrefix(int prefix) {
        for (NKeyKind kind : values()) {
            if (kind.prefix == prefix) {
                return kind;
            }
        }
        throw new InvalidKeyException("unknown kind of key (expected: one of N, C, O, A, U, X)");
    }
}
