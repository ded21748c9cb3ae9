// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/** No server could be reached; the cause is the last failure, the failures of the servers before it are suppressed exceptions of it. */
public final class ConnectFailedException extends NotConnectedException {

    private static final long serialVersionUID = 1L;

    /** {@code message} names the servers tried. */
    public ConnectFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public ConnectFailedException copy() {
        return new ConnectFailedException(String.valueOf(getMessage()), this);
    }
}
