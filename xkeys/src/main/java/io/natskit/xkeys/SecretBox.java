// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.xkeys;

import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** NaCl's box for one message, once the two sides share a secret: XSalsa20, whose first 32 bytes are the key of a Poly1305 over what it encrypts. */
final class SecretBox {
    static final int NONCE_BYTES = 24;
    static final int TAG_BYTES = 16;

    private static final int KEY_BYTES = 32;
    private static final int WORDS = 16;
    private static final int ROUNDS = 20;
    // "expand 32-byte k", the constant of Salsa20 for keys of this length
    private static final int[] SIGMA = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
    private static final int[] HASH_WORDS = {0, 5, 10, 15, 6, 7, 8, 9};

    private final XSalsa20Engine stream = new XSalsa20Engine();
    private final Poly1305 mac = new Poly1305();

    private SecretBox(byte[] key, byte[] nonce) {
        stream.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        byte[] macKey = new byte[KEY_BYTES];
        stream.processBytes(macKey, 0, KEY_BYTES, macKey, 0);
        mac.init(new KeyParameter(macKey));
        Arrays.fill(macKey, (byte) 0);
    }

    /** For one message; the secret is wiped. */
    static SecretBox of(byte[] secret, byte[] nonce) {
        byte[] key = hashed(secret);
        Arrays.fill(secret, (byte) 0);
        try {
            return new SecretBox(key, nonce);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Writes the tag and behind it the encrypted message. */
    void seal(byte[] message, byte[] out, int offset) {
        stream.processBytes(message, 0, message.length, out, offset + TAG_BYTES);
        mac.update(out, offset + TAG_BYTES, message.length);
        mac.doFinal(out, offset);
    }

    /** The message behind the tag. */
    byte[] open(byte[] sealed, int offset) throws BrokenSealException {
        int length = sealed.length - offset - TAG_BYTES;
        if (length < 0) {
            throw new BrokenSealException("sealed message without a whole tag");
        }
        byte[] tag = new byte[TAG_BYTES];
        mac.update(sealed, offset + TAG_BYTES, length);
        mac.doFinal(tag, 0);
        if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(sealed, offset, offset + TAG_BYTES))) {
            throw new BrokenSealException(
                    "the seal is broken: another sender, another recipient, or changed on its way");
        }
        byte[] message = new byte[length];
        stream.processBytes(sealed, offset + TAG_BYTES, length, message, 0);
        return message;
    }

    /** HSalsa20 of the secret and nothing: the key that NaCl makes of what X25519 gives. */
    private static byte[] hashed(byte[] secret) {
        int[] before = new int[WORDS];
        before[0] = SIGMA[0];
        before[5] = SIGMA[1];
        before[10] = SIGMA[2];
        before[15] = SIGMA[3];
        for (int i = 0; i < 4; i++) {
            before[1 + i] = word(secret, 4 * i);
            before[11 + i] = word(secret, 16 + 4 * i);
        }
        int[] after = new int[WORDS];
        Salsa20Engine.salsaCore(ROUNDS, before, after);
        byte[] key = new byte[KEY_BYTES];
        for (int i = 0; i < HASH_WORDS.length; i++) {
            int at = HASH_WORDS[i];
            // the core of Salsa20 adds what it began with, that of HSalsa20 does not
            put(key, 4 * i, after[at] - before[at]);
        }
        Arrays.fill(before, 0);
        Arrays.fill(after, 0);
        return key;
    }

    private static int word(byte[] bytes, int at) {
        return bytes[at] & 0xff
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }

    private static void put(byte[] bytes, int at, int word) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (word >>> 8 * i);
        }
    }
}
