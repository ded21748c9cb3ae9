// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

/**
 * Something about claims that is not as it should be.
 *
 * @param text in the words of the NATS tools
 * @param kind how bad it is
 */
public record ClaimIssue(String text, Kind kind) {
    /** How bad an issue is. */
    public enum Kind {
        /** The claims must not be used. */
        ERROR,
        /** They must not be used at this time. */
        TIME,
        /** They may be used. */
        WARNING
    }

    /** Whether the claims must not be used now. */
    public boolean isBlocking() {
        return kind != Kind.WARNING;
    }
}
