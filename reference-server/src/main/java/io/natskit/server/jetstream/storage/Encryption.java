// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a store is encrypted. Prints no key.
 *
 * @param key the server's key, any text; as good as it is hard to guess
 * @param previousKey the key before that, for streams that are still under it; null where there was none
 * @param cipher what new files are encrypted with; older ones stay readable whatever theirs was
 */
public record Encryption(String key, @Nullable String previousKey, StoreCipher cipher) {
    /** Checks the key. */
    public Encryption {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key: empty (expected: a text that nobody guesses)");
        }
        Objects.requireNonNull(cipher, "cipher");
    }

    @Override
    public String toString() {
        return "Encryption[key=<hidden>, cipher=" + cipher + "]";
    }
}
