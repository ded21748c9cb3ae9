// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Choices for all services, discoveries and calls of one {@link Services}; immutable. */
public final class ServicesOptions {
    private final String prefix;
    private final @Nullable Duration timeout;

    private ServicesOptions(Builder b) {
        prefix = b.prefix;
        timeout = b.timeout;
    }

    /** The defaults, changed by {@code spec}. */
    public static ServicesOptions of(Consumer<Builder> spec) {
        Builder builder = new Builder();
        spec.accept(builder);
        return new ServicesOptions(builder);
    }

    /** What stands before the subjects of discovery. */
    public String prefix() {
        return prefix;
    }

    /** How long calls and starts may take; empty for {@link io.natskit.client.Options#requestTimeout()}. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Collects the choices; not safe for use by several threads. */
    public static final class Builder {
        private String prefix = "$SRV";
        private @Nullable Duration timeout;

        private Builder() {}

        /** What stands before the subjects of discovery, as an import from another account may have it; default {@code $SRV}. */
        public Builder prefix(String prefix) {
            this.prefix = Names.subject("prefix", Names.prefix("prefix", prefix));
            return this;
        }

        /** How long calls and starts may take, more than zero; default {@link io.natskit.client.Options#requestTimeout()}. */
        public Builder timeout(Duration timeout) {
            this.timeout = Checks.positive("timeout", timeout);
            return this;
        }
    }
}
