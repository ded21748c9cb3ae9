// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.fuzz;

import io.natskit.wire.jwt.Claims;
import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Tokens of strangers, and claims that were signed rightly. */
final class JwtTarget {
    private static final String HEADER = "{\"typ\":\"JWT\",\"alg\":\"ed25519-nkey\"}";
    /** What stands in inputs for the keys that sign them. */
    private static final Map<String, NKey> SIGNERS = Map.of(
            "OPERATOR-KEY", NKey.generate(NKeyKind.OPERATOR),
            "ACCOUNT-KEY", NKey.generate(NKeyKind.ACCOUNT),
            "SERVER-KEY", NKey.generate(NKeyKind.SERVER));

    private JwtTarget() {}

    /** As a token it is refused; as the claims of one, signed, it is refused or can be used. */
    static void check(byte[] input) {
        try {
            Jwt.decode(new String(input, StandardCharsets.ISO_8859_1));
            throw new AssertionError("a token that nobody has signed");
        } catch (InvalidJwtException refused) {
            reason(refused);
        }
        String claims = new String(input, StandardCharsets.UTF_8);
        SIGNERS.forEach((word, key) -> {
            if (claims.contains(word)) {
                signed(claims.replace(word, key.publicKey()), key);
            }
        });
    }

    private static void signed(String claims, NKey key) {
        String said = base64(HEADER) + "." + base64(claims);
        byte[] signature = key.sign(said.getBytes(StandardCharsets.US_ASCII));
        Claims read;
        try {
            read = Jwt.decode(
                    said + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
        } catch (InvalidJwtException refused) {
            reason(refused);
            return;
        }
        if (!read.issuer().equals(key.publicKey())) {
            throw new AssertionError("issuer: " + read.issuer() + " (expected: " + key.publicKey() + ")");
        }
        read.issues(0).forEach(issue -> {
            if (issue.text().isEmpty()) {
                throw new AssertionError("an issue without a word");
            }
        });
        if (read.toString().isEmpty()) {
            throw new AssertionError("claims without a text");
        }
    }

    private static void reason(InvalidJwtException refused) {
        if (refused.getMessage() == null) {
            throw new AssertionError("no reason");
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
