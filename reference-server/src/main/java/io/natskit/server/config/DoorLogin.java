// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The {@code authorization} block of a listener beside the client port, as nats-server reads it: one user or a token, and a time. */
final class DoorLogin {
    @Nullable
    String username;

    @Nullable
    String password;

    @Nullable
    String token;

    @Nullable
    Duration timeout;

    /** Reads the block; what is not in it stays null. */
    static DoorLogin read(ConfigNode node, ConfigProblems problems) {
        DoorLogin login = new DoorLogin();
        ConfigProblems.map(node).forEach((shown, part) -> login.field(shown, part, problems));
        return login;
    }

    private void field(String shown, ConfigNode value, ConfigProblems problems) {
        switch (GoText.lower(shown)) {
            case "user", "username" -> username = ConfigProblems.present(value);
            case "pass", "password" -> password = ConfigProblems.present(value);
            case "token" -> token = ConfigProblems.present(value);
            case "timeout" -> {
                Duration time = time(value);
                timeout = time.isZero() ? null : time;
            }
            default -> problems.unknown(value, shown);
        }
    }

    /** Seconds; anything else is one second, as nats-server has it. */
    private static Duration time(ConfigNode value) {
        boolean number = value.value() instanceof Long || value.value() instanceof Double;
        return number ? ConfigProblems.timeout(value, "error parsing authorization config") : Duration.ofSeconds(1);
    }
}
