// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import org.jspecify.annotations.Nullable;

/** The answer to a log-in. */
public sealed interface AuthResult {
    /**
     * Welcome.
     *
     * @param proxy the public key of the trusted proxy that the connection comes through, or null
     */
    record Allowed(Identity identity, @Nullable String proxy) implements AuthResult {
        /** Of somebody who comes through no trusted proxy. */
        public Allowed(Identity identity) {
            this(identity, null);
        }
    }

    /**
     * Go away: the peer is told {@code Authorization Violation} and nothing more.
     *
     * @param reason for the log alone; holds no secret
     * @param cause what monitoring and events say
     * @param service the account of the service that was asked, which is told the reason; null where none was
     */
    record Refused(String reason, Cause cause, @Nullable String service) implements AuthResult {
        /** Where no service was asked. */
        public Refused(String reason, Cause cause) {
            this(reason, cause, null);
        }

        /** For want of credentials that do. */
        public Refused(String reason) {
            this(reason, Cause.CREDENTIALS);
        }

        Refused by(String account) {
            return new Refused(reason, cause, account);
        }
    }

    /** Why somebody has to go. */
    enum Cause {
        /** Nobody whom we know. */
        CREDENTIALS,
        /** A proxy has signed whom we do not know. */
        PROXY_NOT_TRUSTED,
        /** The user must come through a trusted proxy. */
        PROXY_REQUIRED
    }
}
