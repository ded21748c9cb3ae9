// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.time.Duration;
import java.util.Objects;

/** Whether authorities are asked (OCSP) if the certificates that clients show still hold, and what becomes of a client if there is no good answer. */
public final class OcspPeerOptions {
    /** Nobody is asked. */
    public static final OcspPeerOptions OFF = builder().build();

    private final boolean verify;
    private final Duration timeout;
    private final Duration allowedClockSkew;
    private final Duration lifeOfUndated;
    private final boolean warnOnly;
    private final boolean unknownIsGood;
    private final boolean allowWhenUnreachable;

    private OcspPeerOptions(Builder builder) {
        this.verify = builder.verify;
        this.timeout = builder.timeout;
        this.allowedClockSkew = builder.allowedClockSkew;
        this.lifeOfUndated = builder.lifeOfUndated;
        this.warnOnly = builder.warnOnly;
        this.unknownIsGood = builder.unknownIsGood;
        this.allowWhenUnreachable = builder.allowWhenUnreachable;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether authorities are asked. */
    public boolean verify() {
        return verify;
    }

    /** How long an answer may take. */
    public Duration timeout() {
        return timeout;
    }

    /** How far an authority's clock may be off, either way. */
    public Duration allowedClockSkew() {
        return allowedClockSkew;
    }

    /** How long an answer holds that does not say itself. */
    public Duration lifeOfUndated() {
        return lifeOfUndated;
    }

    /** Whether a client comes in whatever the answer, with a warning in the log. */
    public boolean warnOnly() {
        return warnOnly;
    }

    /** Whether a certificate that its authority does not know is taken for a good one. */
    public boolean unknownIsGood() {
        return unknownIsGood;
    }

    /** Whether a client comes in whose authority does not answer, unless an older answer said that the certificate is revoked. */
    public boolean allowWhenUnreachable() {
        return allowWhenUnreachable;
    }

    /** Collects the values of {@link OcspPeerOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private boolean verify;
        private Duration timeout = Duration.ofSeconds(2);
        private Duration allowedClockSkew = Duration.ofSeconds(30);
        private Duration lifeOfUndated = Duration.ofHours(1);
        private boolean warnOnly;
        private boolean unknownIsGood;
        private boolean allowWhenUnreachable;

        private Builder() {}

        /** Whether authorities are asked. Default false. */
        public Builder verify(boolean verify) {
            this.verify = verify;
            return this;
        }

        /** How long an answer may take ({@code ca_timeout}). Default 2 seconds. */
        public Builder timeout(Duration timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** How far an authority's clock may be off, either way ({@code allowed_clockskew}). Default 30 seconds. */
        public Builder allowedClockSkew(Duration skew) {
            this.allowedClockSkew = Objects.requireNonNull(skew, "skew");
            return this;
        }

        /** How long an answer holds that does not say itself, from when it was given ({@code cache_ttl_when_next_update_unset}). Default 1 hour. */
        public Builder lifeOfUndated(Duration life) {
            this.lifeOfUndated = Objects.requireNonNull(life, "life");
            return this;
        }

        /** Whether a client comes in whatever the answer, with a warning in the log. Default false. */
        public Builder warnOnly(boolean warnOnly) {
            this.warnOnly = warnOnly;
            return this;
        }

        /** Whether a certificate that its authority does not know is taken for a good one. Default false. */
        public Builder unknownIsGood(boolean unknownIsGood) {
            this.unknownIsGood = unknownIsGood;
            return this;
        }

        /** Whether a client comes in whose authority does not answer ({@code allow_when_ca_unreachable}). Default false. */
        public Builder allowWhenUnreachable(boolean allow) {
            this.allowWhenUnreachable = allow;
            return this;
        }

        /** The values as they are now. */
        public OcspPeerOptions build() {
            return new OcspPeerOptions(this);
        }
    }
}
