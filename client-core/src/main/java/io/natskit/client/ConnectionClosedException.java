// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/** The connection is closed, or draining and so no longer open to this call. It stays so: make another. */
public final class ConnectionClosedException extends NotConnectedException {

    private static final long serialVersionUID = 1L;

    /** {@code message} says what was refused. */
    public ConnectionClosedException(String message) {
        this(message, null);
    }

    /** As {@link #ConnectionClosedException(String)}, with what closed the connection. */
    public ConnectionClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public ConnectionClosedException copy() {
        return new ConnectionClosedException(String.valueOf(getMessage()), this);
    }
}
