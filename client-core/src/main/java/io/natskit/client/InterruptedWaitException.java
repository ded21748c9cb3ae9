// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/** The waiting thread was interrupted. Its interrupt flag is set again; what it waited for was given up, and nothing stays pending. */
public final class InterruptedWaitException extends NatsException {

    private static final long serialVersionUID = 1L;

    /** {@code operation} was interrupted. */
    public InterruptedWaitException(String operation, @Nullable Throwable cause) {
        super("interrupted: " + operation, cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public InterruptedWaitException copy() {
        return new InterruptedWaitException(String.valueOf(getMessage()), this);
    }
}
