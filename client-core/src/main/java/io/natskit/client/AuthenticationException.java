// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/** The server refused the credentials, or they could not be had. */
public final class AuthenticationException extends ServerErrorException {

    private static final long serialVersionUID = 1L;

    /** The server said {@code text}, or, when the {@link Authenticator} failed, what happened to it. */
    public AuthenticationException(ServerErrorKind kind, String text, @Nullable Throwable cause) {
        super(kind, text, cause);
    }

    @Override
    public AuthenticationException copy() {
        return new AuthenticationException(kind(), text(), this);
    }
}
