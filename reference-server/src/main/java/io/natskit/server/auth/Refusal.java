// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

/** Why somebody does not come in; ends a check wherever that is found. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final AuthResult.Cause cause;

    Refusal(String reason) {
        this(reason, AuthResult.Cause.CREDENTIALS);
    }

    Refusal(String reason, AuthResult.Cause cause) {
        super(reason, null, false, false);
        this.cause = cause;
    }

    static void require(boolean holds, String otherwise) throws Refusal {
        if (!holds) {
            throw new Refusal(otherwise);
        }
    }

    AuthResult.Refused result() {
        return new AuthResult.Refused(String.valueOf(getMessage()), cause);
    }
}
