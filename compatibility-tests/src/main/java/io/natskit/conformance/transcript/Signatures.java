// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** Signs a nonce with the seed of an NKey. Written apart from {@code wire} on purpose: the judge shares no code with the judged. */
final class Signatures {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Signatures() {}

    /** The signature as CONNECT's {@code sig} carries it. */
    static String sign(String seed, String nonce) {
        try {
            byte[] raw = Arrays.copyOfRange(base32(seed), 2, 34);
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, raw));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(nonce.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new TranscriptFailure("cannot sign with the seed", e);
        }
    }

    private static byte[] base32(String text) {
        byte[] out = new byte[text.length() * 5 / 8];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            bits = bits << 5 | ALPHABET.indexOf(text.charAt(i));
            held += 5;
            if (held >= 8) {
                held -= 8;
                out[at++] = (byte) (bits >> held);
            }
        }
        return out;
    }
}
