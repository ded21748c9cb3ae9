// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import io.natskit.server.auth.Violations;
import io.natskit.server.config.WebOrigin;
import io.natskit.server.config.WebSocketOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which pages may come, by the origin that their browser names. Immutable. */
final class OriginCheck {
    private final boolean sameOnly;
    private final List<WebOrigin> allowed;

    OriginCheck(WebSocketOptions options) {
        this.sameOnly = options.sameOrigin();
        this.allowed = options.allowedOrigins().stream().map(WebOrigin::parse).toList();
    }

    /** Why the origin is not allowed; null if it is, or if none is named. */
    @Nullable
    String problem(String origin, String host, boolean secured) {
        if (origin.isEmpty() || !sameOnly && allowed.isEmpty()) {
            return null;
        }
        WebOrigin from;
        try {
            from = WebOrigin.parse(origin);
        } catch (IllegalArgumentException e) {
            return "parse " + Violations.quoted(origin) + ": invalid URI for request";
        }
        if (sameOnly) {
            WebOrigin own = own(host, secured);
            if (own == null || !from.equals(own)) {
                return "not same origin";
            }
        }
        return allowed.isEmpty() || allowed.contains(from) ? null : "not in the allowed list";
    }

    private static @Nullable WebOrigin own(String host, boolean secured) {
        try {
            return WebOrigin.parse((secured ? "https" : "http") + "://" + host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
