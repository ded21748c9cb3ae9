// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.io.IOException;
import java.util.Map;

/** The JWTs that the configuration holds. Immutable; any thread. */
public final class MemoryResolver implements AccountResolver {
    private final Map<String, String> jwts;

    /** With these JWTs, by the public keys of their accounts. */
    public MemoryResolver(Map<String, String> jwts) {
        this.jwts = Map.copyOf(jwts);
    }

    @Override
    public String fetch(String account) throws IOException {
        String jwt = jwts.get(account);
        if (jwt == null) {
            throw new IOException("account missing");
        }
        return jwt;
    }
}
