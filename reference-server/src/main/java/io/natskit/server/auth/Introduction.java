// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.wire.jwt.AuthorizationRequestClaims;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization service is told of a connection. Holds its credentials, which none of the three prints.
 *
 * @param client what the server knows
 * @param connect what the client said
 * @param tls how it is encrypted, or null
 */
public record Introduction(
        AuthorizationRequestClaims.Client client,
        AuthorizationRequestClaims.Connect connect,
        AuthorizationRequestClaims.@Nullable Tls tls) {

    /** The same of somebody who logged in by that token. */
    Introduction withToken(String token, String subject, List<String> tags, String name) {
        AuthorizationRequestClaims.Client known = new AuthorizationRequestClaims.Client(
                client.host(),
                client.id(),
                client.user().isEmpty() ? subject : client.user(),
                client.name(),
                tags,
                name,
                client.kind(),
                client.type(),
                client.mqttId(),
                client.nonce());
        return new Introduction(known, connect.withJwt(token), tls);
    }
}
