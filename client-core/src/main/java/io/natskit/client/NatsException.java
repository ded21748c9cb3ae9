// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/**
 * What all failures of the client have in common; unchecked. Subclasses are named for what the caller can do. Abstract and open, since modules on
 * top (JetStream, ...) add theirs.
 */
public abstract class NatsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** For subclasses: {@code message} shows value and expectation. */
    protected NatsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** True when the same call may succeed later with nothing changed by the caller. */
    public abstract boolean retryable();

    /**
     * A copy with the calling thread's stack and this as its cause. Blocking calls throw such copies, so that the stack shows who waited as well as what happened.
     */
    public abstract NatsException copy();
}
