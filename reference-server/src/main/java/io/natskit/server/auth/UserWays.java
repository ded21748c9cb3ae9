// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.server.config.ConnectionType;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** By which ways and when the user of a token may come. */
final class UserWays {
    private UserWays() {}

    /** What somebody goes by whom a service let in: the name that it gave, or else what he said himself. */
    static @Nullable String name(UserClaims user, ConnectRequest request) {
        for (String name : new String[] {user.name(), request.nkey(), request.user()}) {
            if (!name.isEmpty()) {
                return name;
            }
        }
        return null;
    }

    static void requireProxy(UserRules rules, ConnectRequest request) throws Refusal {
        if (rules.proxyRequired() && request.proxy() == null) {
            throw new Refusal("the user must come through a trusted proxy", AuthResult.Cause.PROXY_REQUIRED);
        }
    }

    static void requireConnectionType(UserRules rules, ConnectRequest request) throws Refusal {
        Refusal.require(mayComeBy(rules.connectionTypes(), request.connectionType()), "Connection type not allowed");
    }

    /** Unknown kinds are passed over, unless there are no others. */
    private static boolean mayComeBy(List<String> allowed, ConnectionType type) {
        boolean unknown = false;
        boolean known = false;
        for (String one : allowed) {
            ConnectionType read = connectionType(one);
            known |= read != null;
            unknown |= read == null;
            if (read == type) {
                return true;
            }
        }
        return !known && !unknown;
    }

    private static @Nullable ConnectionType connectionType(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (ConnectionType type : ConnectionType.values()) {
            if (type.name().equals(upper)) {
                return type;
            }
        }
        return null;
    }

    /** How long the user may stay: whole seconds to the end of the token, or to the end of its hours if that is sooner; zero for ever. */
    static Duration validFor(UserClaims user, UserRules rules, Instant now) throws Refusal {
        Duration hours = Hours.left(rules, now);
        if (hours == null) {
            throw new Refusal("Outside connect times");
        }
        if (user.expiresAtSecond() == 0) {
            return hours;
        }
        Duration token = Duration.ofSeconds(Math.max(0, user.expiresAtSecond() - now.getEpochSecond()));
        Duration left = !hours.isZero() && hours.compareTo(token) < 0 ? hours : token;
        return left.isZero() ? Duration.ofNanos(1) : left;
    }
}
