// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.service;

import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long to wait for an answer, and how often to ask: {@code c -> c.timeout(ofSeconds(2)).attempts(3)}. Not safe for use by several threads. */
public final class CallSpec {
    private @Nullable Duration timeout;
    private @Nullable Duration attemptTimeout;
    private int attempts = 1;
    private Duration delay = Duration.ofMillis(50);
    private boolean idempotent;

    /** One attempt. */
    public CallSpec() {}

    /** How long the call may take in all, attempts and pauses; default {@link ServicesOptions#timeout()}. The service is told. */
    public CallSpec timeout(Duration timeout) {
        this.timeout = Checks.positive("timeout", timeout);
        return this;
    }

    /** How long one attempt may take; default whatever is left. */
    public CallSpec attemptTimeout(Duration timeout) {
        this.attemptTimeout = Checks.positive("attemptTimeout", timeout);
        return this;
    }

    /**
     * How often to ask in all, at least 1; default 1. Asks again where nothing was done: nobody listened, the service was overloaded ({@link ServiceErrorException#retryable()}),
     * the connection was down. What may have been done is asked for again only if {@link #idempotent()}.
     */
    public CallSpec attempts(int attempts) {
        this.attempts = Checks.atLeast("attempts", attempts, 1);
        return this;
    }

    /** The pause before the second attempt; default 50 ms. It doubles with each, up to 1 s or itself, and up to half of it is left off by chance, so that callers do not march in step. */
    public CallSpec delay(Duration delay) {
        this.delay = Checks.positive("delay", delay);
        return this;
    }

    /** To be done twice does no harm: asks again after a timeout and a broken connection, too. */
    public CallSpec idempotent() {
        this.idempotent = true;
        return this;
    }

    /** See {@link #timeout(Duration)}. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** See {@link #attemptTimeout(Duration)}. */
    public Optional<Duration> attemptTimeout() {
        return Optional.ofNullable(attemptTimeout);
    }

    /** See {@link #attempts(int)}. */
    public int attempts() {
        return attempts;
    }

    /** See {@link #delay(Duration)}. */
    public Duration delay() {
        return delay;
    }

    /** See {@link #idempotent()}. */
    public boolean isIdempotent() {
        return idempotent;
    }
}
