// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/** There is no server to do it now: still connecting, or reconnecting. */
public class NotConnectedException extends NatsException {

    private static final long serialVersionUID = 1L;

    /** {@code message} names the state and what needed a server. */
    public NotConnectedException(String message) {
        this(message, null);
    }

    /** As {@link #NotConnectedException(String)}, with what broke the connection. */
    public NotConnectedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean retryable() {
        return true;
    }

    @Override
    public NotConnectedException copy() {
        return new NotConnectedException(String.valueOf(getMessage()), this);
    }
}
