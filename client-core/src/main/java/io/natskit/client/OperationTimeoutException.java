// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An operation (connect, flush, rtt, drain, awaitState, ...) did not end in time. For requests see {@link RequestTimeoutException}. */
public class OperationTimeoutException extends NatsException {

    private static final long serialVersionUID = 1L;

    private final String operation;
    private final Duration timeout;

    /** {@code operation} did not end within {@code timeout}. */
    public OperationTimeoutException(String operation, Duration timeout) {
        this(operation, timeout, null);
    }

    /** As {@link #OperationTimeoutException(String, Duration)}, with what is known of the reason. */
    public OperationTimeoutException(String operation, Duration timeout, @Nullable Throwable cause) {
        super(operation + " took longer than " + timeout.toMillis() + " ms", cause);
        this.operation = operation;
        this.timeout = timeout;
    }

    /** What took too long. */
    public String operation() {
        return operation;
    }

    /** How long it was allowed to take. */
    public Duration timeout() {
        return timeout;
    }

    @Override
    public boolean retryable() {
        return true;
    }

    @Override
    public OperationTimeoutException copy() {
        return new OperationTimeoutException(operation, timeout, this);
    }
}
