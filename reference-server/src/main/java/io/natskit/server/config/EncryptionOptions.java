// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How JetStream's files are encrypted: not at all without a key. Prints no key. */
public final class EncryptionOptions {
    /** What files are encrypted with. */
    public enum Cipher {
        /** ChaCha20-Poly1305. */
        CHACHAPOLY,
        /** AES-256 in Galois and counter mode. */
        AES
    }

    /** Not encrypted. */
    public static final EncryptionOptions NONE = builder().build();

    private final @Nullable String key;
    private final @Nullable String previousKey;
    private final Cipher cipher;

    private EncryptionOptions(Builder builder) {
        this.key = builder.key;
        this.previousKey = builder.previousKey;
        this.cipher = builder.cipher;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return builder().key(key).previousKey(previousKey).cipher(cipher);
    }

    /** The key; null where nothing is encrypted. */
    public @Nullable String key() {
        return key;
    }

    /** The key before that, which streams may still be under. */
    public @Nullable String previousKey() {
        return previousKey;
    }

    /** What new files are encrypted with. */
    public Cipher cipher() {
        return cipher;
    }

    @Override
    public String toString() {
        return "EncryptionOptions[key=" + shown(key) + ", previousKey=" + shown(previousKey) + ", cipher=" + cipher
                + "]";
    }

    private static String shown(@Nullable String secret) {
        return secret == null ? "none" : "<hidden>";
    }

    /** Collects the values of {@link EncryptionOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private @Nullable String key;
        private @Nullable String previousKey;
        private Cipher cipher = Cipher.CHACHAPOLY;

        private Builder() {}

        /** The key ({@code key}): any text, best 32 bytes drawn by chance and written as base64. Empty is none. Default none, and nothing is encrypted. */
        public Builder key(@Nullable String key) {
            this.key = orNull(key);
            return this;
        }

        /** The key before that ({@code prev_key}): streams that it opens come under the new one at the start. Default none. */
        public Builder previousKey(@Nullable String key) {
            this.previousKey = orNull(key);
            return this;
        }

        /** What new files are encrypted with ({@code cipher}); files by the other one stay readable. Default ChaCha20-Poly1305. */
        public Builder cipher(Cipher cipher) {
            this.cipher = Objects.requireNonNull(cipher, "cipher");
            return this;
        }

        private static @Nullable String orNull(@Nullable String key) {
            return key == null || key.isEmpty() ? null : key;
        }

        /** The values as they are now. */
        public EncryptionOptions build() {
            return new EncryptionOptions(this);
        }
    }
}
