// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

/** The answer to a log-in. */
public sealed interface AuthResult {
    /** Welcome. */
    record Allowed(Identity identity) implements AuthResult {}

    /**
     * Go away: the peer is told {@code Authorization Violation} and nothing more.
     *
     * @param reason for the log alone; holds no secret
     */
    record Refused(String reason) implements AuthResult {}
}
