// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.config.ServerOptions;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the rules of a listener beside the client port have of its own block. */
final class DoorRules {
    private DoorRules() {}

    /** Rules of its own for log-ins: a single user or token, a user for those who say nothing, a time; null for none of them. */
    static void authorize(
            ServerOptions.Builder builder,
            boolean overrides,
            @Nullable String username,
            @Nullable String password,
            @Nullable String token,
            @Nullable String noAuthUser,
            @Nullable Duration timeout) {
        if (overrides) {
            builder.authorization(
                    a -> a.username(username).password(password).token(token).noAuthUser(noAuthUser));
        }
        ifPresent(timeout, time -> builder.authorization(a -> a.timeout(time)));
    }

    static void ifPresent(@Nullable Duration duration, Consumer<Duration> setter) {
        if (duration != null) {
            setter.accept(duration);
        }
    }
}
