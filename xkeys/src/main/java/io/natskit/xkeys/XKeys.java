// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.xkeys;

import io.natskit.wire.RandomBytes;
import io.natskit.wire.nkey.InvalidKeyException;
import io.natskit.wire.nkey.NKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Seals messages from one curve key to another: nobody else reads them, and who opens one knows who sealed it. The form is that of the NATS
 * libraries: {@code xkv1}, a nonce of 24 bytes, and a box of NaCl (X25519, XSalsa20, Poly1305). Any thread.
 *
 * <pre>{@code
 * NKey mine = NKey.generate(NKeyKind.CURVE);
 * byte[] sealed = XKeys.seal(message, mine, theirPublicKey);
 * byte[] message = XKeys.open(sealed, theirs, mine.publicKey());
 * }</pre>
 */
public final class XKeys {
    private static final byte[] VERSION = "xkv1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = VERSION.length + SecretBox.NONCE_BYTES;

    private XKeys() {}

    /**
     * Seals a message, with a nonce of its own; the result is 44 bytes longer. {@code sender} has a seed, {@code recipient} is a public curve key
     * ({@code X…}). Throws {@link InvalidKeyException} for keys of another kind.
     */
    public static byte[] seal(byte[] message, NKey sender, String recipient) {
        return seal(message, sender, recipient, RandomBytes.next(SecretBox.NONCE_BYTES));
    }

    static byte[] seal(byte[] message, NKey sender, String recipient, byte[] nonce) {
        byte[] sealed = new byte[HEAD + SecretBox.TAG_BYTES + message.length];
        System.arraycopy(VERSION, 0, sealed, 0, VERSION.length);
        System.arraycopy(nonce, 0, sealed, VERSION.length, nonce.length);
        box(sender, recipient, nonce).seal(message, sealed, HEAD);
        return sealed;
    }

    /**
     * Opens what {@code sender}, a public curve key, sealed for {@code recipient}, which has a seed. Throws {@link BrokenSealException} for anything
     * else, and {@link InvalidKeyException} for keys of another kind.
     */
    public static byte[] open(byte[] sealed, NKey recipient, String sender) throws BrokenSealException {
        if (sealed.length <= HEAD) {
            throw new BrokenSealException("sealed message of " + sealed.length + " bytes (expected: > " + HEAD + ")");
        }
        if (!Arrays.equals(sealed, 0, VERSION.length, VERSION, 0, VERSION.length)) {
            throw new BrokenSealException("sealed message in another form (expected: beginning with xkv1)");
        }
        byte[] nonce = Arrays.copyOfRange(sealed, VERSION.length, HEAD);
        return box(recipient, sender, nonce).open(sealed, HEAD);
    }

    private static SecretBox box(NKey own, String other, byte[] nonce) {
        try (NKey key = NKey.fromPublicKey(other)) {
            return SecretBox.of(own.agree(key), nonce);
        }
    }
}
