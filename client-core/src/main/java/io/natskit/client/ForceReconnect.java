// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.function.Consumer;

/** How {@link Connection#reconnect(ForceReconnect)} goes about it; immutable. */
public final class ForceReconnect {

    /** Which server to go to. */
    public enum Target {
        /** Any, in the pool's order, the present one last: the default. */
        ANY,
        /** The present one again. */
        SAME,
        /** Another one, chosen at random; the present one only if there is no other. */
        OTHER
    }

    private final Target target;
    private final Duration flushWait;
    private final boolean abort;
    private final boolean overlap;
    private final Duration timeout;

    private ForceReconnect(Builder b) {
        target = b.target;
        flushWait = b.flushWait;
        abort = b.abort;
        overlap = b.overlap;
        timeout = b.timeout;
    }

    /** The defaults, changed by {@code spec}. */
    public static ForceReconnect of(Consumer<Builder> spec) {
        Builder builder = new Builder();
        spec.accept(builder);
        return new ForceReconnect(builder);
    }

    /** Any server, nothing flushed first. */
    public static ForceReconnect defaults() {
        return of(b -> {});
    }

    /** Which server to go to. */
    public Target target() {
        return target;
    }

    /** How long to wait for what is buffered to reach the old server; zero for not at all. */
    public Duration flushWait() {
        return flushWait;
    }

    /** True to cut the old socket hard (SO_LINGER 0). */
    public boolean abort() {
        return abort;
    }

    /** True to connect elsewhere first and then move, so that no message is missed. */
    public boolean overlap() {
        return overlap;
    }

    /** How long to wait until connected. */
    public Duration timeout() {
        return timeout;
    }

    /** Collects the choices; not safe for use by several threads. */
    public static final class Builder {
        private Target target = Target.ANY;
        private Duration flushWait = Duration.ZERO;
        private boolean abort;
        private boolean overlap;
        private Duration timeout = Duration.ofSeconds(10);

        Builder() {}

        /** Which server to go to; default {@link Target#ANY}. */
        public Builder target(Target target) {
            this.target = target;
            return this;
        }

        /** How long to wait for what is buffered to reach the old server; default zero: it goes to the new one. */
        public Builder flushWait(Duration wait) {
            this.flushWait = Checks.notNegative("flushWait", wait);
            return this;
        }

        /** Cuts the old socket hard, for one that hangs; default false. */
        public Builder abort(boolean abort) {
            this.abort = abort;
            return this;
        }

        /** Connects elsewhere first and then moves, as on a lame duck; default false. */
        public Builder overlap(boolean overlap) {
            this.overlap = overlap;
            return this;
        }

        /** How long to wait until connected, more than zero; default 10 s. The connection goes on trying after that. */
        public Builder timeout(Duration timeout) {
            this.timeout = Checks.positive("timeout", timeout);
            return this;
        }
    }
}
