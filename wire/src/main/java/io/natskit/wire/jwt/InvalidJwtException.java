// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

/** A text is no JWT of NATS, or its signature is not its issuer's. The message holds nothing of the text. */
public final class InvalidJwtException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public InvalidJwtException(String message) {
        super(message);
    }

    /** With what is wrong, and why. */
    public InvalidJwtException(String message, Throwable cause) {
        super(message, cause);
    }
}
