// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The proxies that clients may come through: one adds to CONNECT what it signs the nonce with (ADR-55). Immutable; any thread that may work for some 0.1 ms a key. */
final class TrustedProxies {
    private final List<String> keys;

    TrustedProxies(List<String> keys) {
        this.keys = List.copyOf(keys);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Whether a proxy has signed: then it must be one of these. Without any, nobody looks. */
    boolean isAsked(ConnectRequest request) {
        return !keys.isEmpty() && !request.proxySignature().isEmpty();
    }

    /** The key that has signed, or null for none of these. */
    @Nullable
    String signer(ConnectRequest request) {
        for (String key : keys) {
            if (Signatures.isSignedBy(key, request.nonce(), Signatures.unpadded(request.proxySignature()))) {
                return key;
            }
        }
        return null;
    }
}
