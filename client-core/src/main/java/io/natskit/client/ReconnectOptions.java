// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.checks.Checks;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a lost connection is made again; immutable. Source: ADR-40. */
public final class ReconnectOptions {

    private final boolean enabled;
    private final int maxAttempts;
    private final ReconnectPolicy policy;
    private final @Nullable ServerChooser chooser;
    private final boolean closeOnRepeatedAuthError;
    private final boolean moveOnLameDuck;

    ReconnectOptions(Builder b) {
        enabled = b.enabled;
        maxAttempts = b.maxAttempts;
        policy = b.policy;
        chooser = b.chooser;
        closeOnRepeatedAuthError = b.closeOnRepeatedAuthError;
        moveOnLameDuck = b.moveOnLameDuck;
    }

    /** The defaults, changed by {@code spec}. */
    public static ReconnectOptions of(Consumer<Builder> spec) {
        Builder builder = new Builder();
        spec.accept(builder);
        return new ReconnectOptions(builder);
    }

    /** False when a lost connection is closed. */
    public boolean enabled() {
        return enabled;
    }

    /** Failures in a row after which a server leaves the pool; -1 for never. */
    public int maxAttempts() {
        return maxAttempts;
    }

    /** How long to wait before each round. */
    public ReconnectPolicy policy() {
        return policy;
    }

    /** What chooses the next server instead of the pool. */
    public Optional<ServerChooser> chooser() {
        return Optional.ofNullable(chooser);
    }

    /** True when the same refusal of credentials twice in a row from one server closes the connection. */
    public boolean closeOnRepeatedAuthError() {
        return closeOnRepeatedAuthError;
    }

    /** True when the connection moves to another server before a lame duck goes. */
    public boolean moveOnLameDuck() {
        return moveOnLameDuck;
    }

    /** Collects choices; not safe for use by several threads. */
    public static final class Builder {
        private boolean enabled = true;
        private int maxAttempts = 60;
        private ReconnectPolicy policy = ReconnectPolicy.standard();
        private @Nullable ServerChooser chooser;
        private boolean closeOnRepeatedAuthError = true;
        private boolean moveOnLameDuck = true;

        Builder() {}

        /** Whether a lost connection is made again; default true. */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /** Failures in a row after which a server leaves the pool; when it is empty, the connection closes. Default 60; -1 for never, 0 for a single try. Servers told of by others leave it too. */
        public Builder maxAttempts(int maxAttempts) {
            this.maxAttempts = Checks.atLeast("maxAttempts", maxAttempts, -1);
            return this;
        }

        /** How long to wait before each round over the servers; default {@link ReconnectPolicy#standard()}. */
        public Builder policy(ReconnectPolicy policy) {
            this.policy = policy;
            return this;
        }

        /** Chooses the next server and its delay, instead of pool and policy; default none. */
        public Builder chooser(ServerChooser chooser) {
            this.chooser = chooser;
            return this;
        }

        /** Whether the same refusal of credentials twice in a row from one server closes the connection; default true. An expiry is no refusal. */
        public Builder closeOnRepeatedAuthError(boolean closeOnRepeatedAuthError) {
            this.closeOnRepeatedAuthError = closeOnRepeatedAuthError;
            return this;
        }

        /** Whether the connection moves to another server, without a gap, when its own says that it is about to go; default true. */
        public Builder moveOnLameDuck(boolean moveOnLameDuck) {
            this.moveOnLameDuck = moveOnLameDuck;
            return this;
        }
    }
}
