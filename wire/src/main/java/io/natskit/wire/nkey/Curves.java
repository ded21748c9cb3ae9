// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.nkey;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** The JDK's Ed25519 and X25519, on raw 32-byte keys. */
final class Curves {
    // RFC 8410: SEQUENCE { version 0, AlgorithmIdentifier Ed25519, OCTET STRING { OCTET STRING (32 bytes) } }
    private static final byte[] PKCS8_ED25519 = {
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20
    };

    private Curves() {}

    static byte[] sign(byte[] seed, byte[] data) {
        byte[] encoded = Arrays.copyOf(PKCS8_ED25519, PKCS8_ED25519.length + seed.length);
        System.arraycopy(seed, 0, encoded, PKCS8_ED25519.length, seed.length);
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign with Ed25519", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    static boolean verify(byte[] publicRaw, byte[] data, byte[] signatureBytes) {
        if (signatureBytes.length != 64) {
            return false;
        }
        byte[] bigEndian = reversed(publicRaw);
        boolean xOdd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519")
                    .generatePublic(new EdECPublicKeySpec(
                            NamedParameterSpec.ED25519, new EdECPoint(xOdd, new BigInteger(1, bigEndian))));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(data);
            return signature.verify(signatureBytes);
        } catch (GeneralSecurityException e) {
            return false; // not a point of the curve, or a malformed signature
        }
    }

    /** The public key of a seed. The JDK derives one only while it makes a pair, so the pair's randomness is the seed. */
    static byte[] publicKey(NKeyKind kind, byte[] seed) {
        boolean curve = kind == NKeyKind.CURVE;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(curve ? "X25519" : "Ed25519");
            generator.initialize(curve ? NamedParameterSpec.X25519 : NamedParameterSpec.ED25519, new FixedRandom(seed));
            PublicKey key = generator.generateKeyPair().getPublic();
            return curve ? littleEndian(((XECPublicKey) key).getU(), false) : littleEndian((EdECPublicKey) key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + (curve ? "X25519" : "Ed25519"), e);
        }
    }

    /** The secret that a seed shares with a public key, both of X25519. */
    static byte[] agree(byte[] seed, byte[] publicRaw) {
        byte[] bigEndian = reversed(publicRaw);
        bigEndian[0] &= 0x7f;
        try {
            KeyFactory keys = KeyFactory.getInstance("X25519");
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, seed)));
            agreement.doPhase(
                    keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian))),
                    true);
            return agreement.generateSecret();
        } catch (java.security.InvalidKeyException e) {
            throw new InvalidKeyException("public curve key: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no X25519", e);
        }
    }

    private static byte[] littleEndian(EdECPublicKey key) {
        return littleEndian(key.getPoint().getY(), key.getPoint().isXOdd());
    }

    private static byte[] littleEndian(BigInteger value, boolean topBit) {
        byte[] raw = new byte[KeyText.RAW_LENGTH];
        byte[] bigEndian = value.toByteArray();
        for (int i = 0; i < Math.min(raw.length, bigEndian.length); i++) {
            raw[i] = bigEndian[bigEndian.length - 1 - i];
        }
        if (topBit) {
            raw[raw.length - 1] |= (byte) 0x80;
        }
        return raw;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    // never stored, never serialized: lives for one key pair
    @SuppressWarnings("serial")
    private static final class FixedRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes;

        FixedRandom(byte[] bytes) {
            super(null, null);
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] target) {
            if (target.length != bytes.length) {
                throw new IllegalStateException("the key pair generator asked for " + target.length + " bytes");
            }
            System.arraycopy(bytes, 0, target, 0, bytes.length);
        }
    }
}
