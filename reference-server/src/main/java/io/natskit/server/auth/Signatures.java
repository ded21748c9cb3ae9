// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.wire.nkey.InvalidKeyException;
import io.natskit.wire.nkey.NKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Whether a nonce was signed. Takes some 0.1 ms, and 30 ms the first time: not for a loop. */
final class Signatures {
    private Signatures() {}

    /** Whether the request's nonce was signed with this key; false for whatever is malformed. */
    static boolean isSignedBy(String nkey, ConnectRequest request) {
        return isSignedBy(nkey, request.nonce(), decode(request.signature()));
    }

    /** Whether this nonce was signed so with this key; false for whatever is malformed. */
    static boolean isSignedBy(String nkey, String nonce, byte @Nullable [] signature) {
        if (signature == null || nonce.isEmpty()) {
            return false;
        }
        try (NKey key = NKey.fromPublicKey(nkey)) {
            return key.verify(nonce.getBytes(StandardCharsets.US_ASCII), signature);
        } catch (InvalidKeyException | IllegalStateException e) {
            return false;
        }
    }

    /** A signature of the base64 for URLs, without padding; null for anything else. */
    static byte @Nullable [] unpadded(String signature) {
        try {
            return signature.indexOf('=') >= 0 ? null : Base64.getUrlDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte @Nullable [] decode(String signature) {
        try {
            return Base64.getUrlDecoder().decode(signature);
        } catch (IllegalArgumentException notUrl) {
            try {
                return Base64.getDecoder().decode(signature);
            } catch (IllegalArgumentException neither) {
                return null;
            }
        }
    }
}
