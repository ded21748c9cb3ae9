// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What files are encrypted with: both with keys of 32 bytes, by the JDK. Any thread. */
public enum StoreCipher {
    /** ChaCha20 for what files hold, ChaCha20-Poly1305 for keys. */
    CHACHAPOLY("ChaCha20-Poly1305", "ChaCha20", "ChaCha20-Poly1305", 6),
    /** AES-256 in counter mode for what files hold, AES-256-GCM for keys. */
    AES("AES-GCM", "AES/CTR/NoPadding", "AES/GCM/NoPadding", 4);

    static final int KEY = 32;
    static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final String shown;
    private final String stream;
    private final String sealing;
    private final int blockShift;

    StoreCipher(String shown, String stream, String sealing, int blockShift) {
        this.shown = shown;
        this.stream = stream;
        this.sealing = sealing;
        this.blockShift = blockShift;
    }

    /** By its number in a file, or null. */
    static @Nullable StoreCipher of(int code) {
        return code == 1 ? CHACHAPOLY : code == 2 ? AES : null;
    }

    int code() {
        return this == CHACHAPOLY ? 1 : 2;
    }

    /**
     * The key stream of a key from a position on: adding it encrypts, and decrypts. There is no nonce, since each key is for one file that is
     * written once.
     */
    Cipher keyStream(byte[] key, long position) {
        long block = position >>> blockShift;
        AlgorithmParameterSpec start;
        if (this == CHACHAPOLY) {
            start = new ChaCha20ParameterSpec(new byte[NONCE], Math.toIntExact(block));
        } else {
            byte[] counter = new byte[16];
            for (int i = 15; i >= 8; i--) {
                counter[i] = (byte) (block >>> 8 * (15 - i));
            }
            start = new IvParameterSpec(counter);
        }
        Cipher cipher = cipher(stream, Cipher.ENCRYPT_MODE, key, start);
        int within = (int) (position - (block << blockShift));
        if (within > 0) {
            cipher.update(new byte[within]);
        }
        return cipher;
    }

    /** Encrypts so that a change shows; the nonce is to be another one each time. */
    byte[] seal(byte[] key, byte[] nonce, byte[] plain) {
        try {
            return cipher(sealing, Cipher.ENCRYPT_MODE, key, parameters(nonce)).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal by " + shown, e);
        }
    }

    /** What was sealed; null if it was by another key, or has changed. */
    byte @Nullable [] unseal(byte[] key, byte[] nonce, byte[] sealed) {
        try {
            return cipher(sealing, Cipher.DECRYPT_MODE, key, parameters(nonce)).doFinal(sealed);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private AlgorithmParameterSpec parameters(byte[] nonce) {
        return this == CHACHAPOLY ? new IvParameterSpec(nonce) : new GCMParameterSpec(TAG_BITS, nonce);
    }

    private static Cipher cipher(String name, int mode, byte[] key, AlgorithmParameterSpec parameters) {
        try {
            Cipher cipher = Cipher.getInstance(name);
            int slash = name.indexOf('/');
            cipher.init(mode, new SecretKeySpec(key, slash < 0 ? "ChaCha20" : name.substring(0, slash)), parameters);
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK does not know " + name, e);
        }
    }

    /** As nats-server shows it. */
    @Override
    public String toString() {
        return shown;
    }
}
