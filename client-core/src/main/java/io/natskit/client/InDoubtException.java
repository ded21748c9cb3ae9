// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/** The connection broke after something was sent and before the server confirmed it: it was done once, or not at all. */
public final class InDoubtException extends NatsException {

    private static final long serialVersionUID = 1L;

    /** {@code message} says what is in doubt. */
    public InDoubtException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** False: to do it again is for the caller to decide, who knows whether twice does harm. */
    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public InDoubtException copy() {
        return new InDoubtException(String.valueOf(getMessage()), this);
    }
}
