// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks the rules of its own by which a listener beside the client port lets people in, in nats-server's sentences. */
final class DoorCheck {
    private DoorCheck() {}

    /** {@code door} is how messages call the listener; {@code logins} are all users and keys. */
    static void access(
            String door,
            ServerOptions server,
            Set<String> logins,
            @Nullable String noAuth,
            @Nullable String username,
            @Nullable String token,
            Consumer<String> problems) {
        if (noAuth != null && !server.operator().operators().isEmpty()) {
            problems.accept("no_auth_user not compatible with Trusted Operator");
        } else if (noAuth != null && logins.isEmpty()) {
            problems.accept("no_auth_user: \"" + noAuth + "\" present, but users/nkeys are not defined");
        } else if (noAuth != null && !logins.contains(noAuth)) {
            problems.accept("no_auth_user: \"" + noAuth
                    + "\" not present as user or nkey in authorization block or account configuration");
        }
        if (!logins.isEmpty() && username != null) {
            problems.accept(door + " authentication username not compatible with presence of users/nkeys");
        }
        if (!logins.isEmpty() && token != null) {
            problems.accept(door + " authentication token not compatible with presence of users/nkeys");
        }
    }
}
