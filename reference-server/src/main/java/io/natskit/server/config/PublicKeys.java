// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.wire.nkey.NKey;

/** Checks of public NKeys in a configuration. */
final class PublicKeys {
    private PublicKeys() {}

    static boolean isUser(String key) {
        return is(key, 'U');
    }

    static boolean isAccount(String key) {
        return is(key, 'A');
    }

    static boolean isCurve(String key) {
        return is(key, 'X');
    }

    private static boolean is(String key, char prefix) {
        return !key.isEmpty() && key.charAt(0) == prefix && isAny(key);
    }

    /** Whether it is a public key of any kind. */
    static boolean isAny(String key) {
        try (NKey parsed = NKey.fromPublicKey(key)) {
            return parsed.publicKey().equals(key);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
