// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/** The server sent what no NATS server sends: unknown operations, impossible sizes, endless lines. The connection to it is dropped. */
public final class ProtocolViolationException extends NatsException {

    private static final long serialVersionUID = 1L;

    /** {@code message} shows what was found and what was expected. */
    public ProtocolViolationException(String message) {
        this(message, null);
    }

    /** As {@link #ProtocolViolationException(String)}, with a cause. */
    public ProtocolViolationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public ProtocolViolationException copy() {
        return new ProtocolViolationException(String.valueOf(getMessage()), this);
    }
}
