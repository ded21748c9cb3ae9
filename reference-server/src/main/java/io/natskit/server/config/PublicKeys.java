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

    private static boolean is(String key, char prefix) {
        if (key.isEmpty() || key.charAt(0) != prefix) {
            return false;
        }
        try (NKey parsed = NKey.fromPublicKey(key)) {
            return parsed.publicKey().equals(key);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
