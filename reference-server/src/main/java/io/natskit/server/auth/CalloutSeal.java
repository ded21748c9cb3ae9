// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.wire.jwt.AuthorizationRequestClaims;
import io.natskit.wire.nkey.InvalidKeyException;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import io.natskit.xkeys.BrokenSealException;
import io.natskit.xkeys.XKeys;

/** The server's own curve key, made when the first service wants its requests sealed. Any thread that may work for a while. */
final class CalloutSeal {
    private final NKey key = NKey.generate(NKeyKind.CURVE);

    String publicKey() {
        return key.publicKey();
    }

    /** What a request says of the server, with this key. */
    AuthorizationRequestClaims.Server named(AuthorizationRequestClaims.Server server) {
        return new AuthorizationRequestClaims.Server(
                server.name(),
                server.host(),
                server.id(),
                server.version(),
                server.cluster(),
                server.tags(),
                publicKey());
    }

    byte[] seal(byte[] message, String recipient) {
        return XKeys.seal(message, key, recipient);
    }

    byte[] open(byte[] sealed, String sender) throws Refusal {
        try {
            return XKeys.open(sealed, key, sender);
        } catch (BrokenSealException | InvalidKeyException e) {
            throw new Refusal("error decrypting auth callout response: " + e.getMessage());
        }
    }
}
