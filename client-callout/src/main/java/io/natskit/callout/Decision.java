// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.callout;

import io.natskit.wire.jwt.UserClaims;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether somebody comes in, and as whom. Immutable. */
public final class Decision {
    private final @Nullable String account;
    private final @Nullable Consumer<UserClaims.Builder> user;
    private final String reason;

    private Decision(@Nullable String account, @Nullable Consumer<UserClaims.Builder> user, String reason) {
        this.account = account;
        this.user = user;
        this.reason = reason;
    }

    /** Comes into the service's account of choice ({@link CalloutOptions.Builder#account}), as a user that {@code user} describes: name, permissions, when it ends. */
    public static Decision allow(Consumer<UserClaims.Builder> user) {
        return new Decision(null, Objects.requireNonNull(user, "user"), "");
    }

    /** As the other one, into that account: its name, or in operator mode its public key. */
    public static Decision allow(String account, Consumer<UserClaims.Builder> user) {
        return new Decision(Objects.requireNonNull(account, "account"), Objects.requireNonNull(user, "user"), "");
    }

    /** Does not come in. The reason is for the server's log; the client is told {@code Authorization Violation} and nothing more. */
    public static Decision refuse(String reason) {
        return new Decision(null, null, reason.isBlank() ? "refused" : reason);
    }

    /** Whether somebody comes in. */
    public boolean isAllowed() {
        return user != null;
    }

    @Nullable
    String account() {
        return account;
    }

    @Nullable
    Consumer<UserClaims.Builder> user() {
        return user;
    }

    String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return user == null ? "Decision[refused: " + reason + "]" : "Decision[allowed]";
    }
}
