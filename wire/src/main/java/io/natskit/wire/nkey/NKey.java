// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.nkey;

import io.natskit.wire.RandomBytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key of NATS: a pair that signs, made or read from a seed, or a public key that verifies. Any thread may use it until somebody closes
 * it, which wipes the seed. A seed is handed in and out as {@code char[]} that belongs to the caller, who should wipe it.
 */
public final class NKey implements AutoCloseable {
    private final NKeyKind kind;
    private final byte[] publicRaw;
    private volatile byte @Nullable [] seed;

    private NKey(NKeyKind kind, byte[] publicRaw, byte @Nullable [] seed) {
        this.kind = kind;
        this.publicRaw = publicRaw;
        this.seed = seed;
    }

    /** Makes a new key pair. Costs some 30 ms in a cold JVM. */
    public static NKey generate(NKeyKind kind) {
        byte[] seed = RandomBytes.next(KeyText.RAW_LENGTH);
        return new NKey(kind, Curves.publicKey(kind, seed), seed);
    }

    /** Reads a seed ({@code S…}, 58 characters). Throws {@link InvalidKeyException} if it is none. */
    public static NKey fromSeed(char[] seed) {
        KeyText.Seed read = KeyText.decodeSeed(seed);
        return new NKey(read.kind(), Curves.publicKey(read.kind(), read.raw()), read.raw());
    }

    /** Reads a private key ({@code P…}), which does not say whose it is. Throws {@link InvalidKeyException} if it is none. */
    public static NKey fromPrivateKey(char[] privateKey, NKeyKind kind) {
        byte[] raw = KeyText.decodePrivate(privateKey);
        return new NKey(kind, Curves.publicKey(kind, raw), raw);
    }

    /** Reads a public key (56 characters). The result verifies and does not sign. Throws {@link InvalidKeyException}. */
    public static NKey fromPublicKey(String publicKey) {
        char[] text = publicKey.toCharArray();
        return new NKey(KeyText.publicKind(text), KeyText.decodePublic(text), null);
    }

    /** Whether {@code text} is a public key of this kind, check sum included. */
    public static boolean isPublicKey(String text, NKeyKind kind) {
        char[] chars = text.toCharArray();
        if (chars.length != 56 || chars[0] != kind.letter()) {
            return false;
        }
        try {
            return KeyText.decodePublic(chars).length == KeyText.RAW_LENGTH && KeyText.publicKind(chars) == kind;
        } catch (InvalidKeyException e) {
            return false;
        }
    }

    /** Whose key it is. */
    public NKeyKind kind() {
        return kind;
    }

    /** The 64-byte Ed25519 signature of {@code data}. Throws {@link IllegalStateException} without a seed or with a curve key. */
    public byte[] sign(byte[] data) {
        checkSigns();
        return Curves.sign(requireSeed(), data);
    }

    /** Whether {@code signature} is this key's over {@code data}; false for anything malformed. */
    public boolean verify(byte[] data, byte[] signature) {
        checkSigns();
        return Curves.verify(publicRaw, data, signature);
    }

    /**
     * The 32-byte secret that this curve key and another one share (X25519): both sides come to the same. It is no key yet; sealing makes one of it.
     * Throws {@link IllegalStateException} without a seed, and {@link InvalidKeyException} unless both are curve keys, the other one none of the few
     * points that share the same secret with everybody.
     */
    public byte[] agree(NKey other) {
        if (kind != NKeyKind.CURVE || other.kind != NKeyKind.CURVE) {
            throw new InvalidKeyException("keys of " + kind + " and " + other.kind + " (expected: two of CURVE)");
        }
        return Curves.agree(requireSeed(), other.publicRaw);
    }

    /** The public key's text. */
    public String publicKey() {
        return new String(KeyText.encodePublic(kind, publicRaw));
    }

    /** The public key's 32 bytes, a copy. */
    public byte[] publicKeyBytes() {
        return publicRaw.clone();
    }

    /** The seed's text. Throws {@link IllegalStateException} if there is no seed, or no longer. */
    public char[] seed() {
        return KeyText.encodeSeed(kind, requireSeed());
    }

    /** The private key's text ({@code P…}). Throws {@link IllegalStateException} if there is no seed, or no longer. */
    public char[] privateKey() {
        return KeyText.encodePrivate(requireSeed(), publicRaw);
    }

    /** Wipes the seed. */
    @Override
    public void close() {
        byte[] known = seed;
        seed = null;
        if (known != null) {
            Arrays.fill(known, (byte) 0);
        }
    }

    /** The public key; never the seed. */
    @Override
    public String toString() {
        return "NKey[" + publicKey() + "]";
    }

    private void checkSigns() {
        if (kind == NKeyKind.CURVE) {
            throw new IllegalStateException("a curve key neither signs nor verifies");
        }
    }

    private byte[] requireSeed() {
        byte[] known = seed;
        if (known == null) {
            throw new IllegalStateException("this key has no seed: it is public or was closed");
        }
        return known;
    }
}
