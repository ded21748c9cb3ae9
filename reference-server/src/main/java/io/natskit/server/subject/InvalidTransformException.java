// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

/** A source and a destination that make no transform; the message is nats-server's text. */
public final class InvalidTransformException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidTransformException(String message) {
        super(message);
    }

    static InvalidTransformException in(String problem, String token) {
        return new InvalidTransformException(
                "invalid mapping destination: " + problem + (token.isEmpty() ? "" : " in " + token));
    }
}
