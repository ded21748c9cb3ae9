// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

/** The kinds of {@code -ERR} that nats-server sends (ADR-40). */
public enum ServerErrorKind {
    /** Wrong or missing credentials. */
    AUTHORIZATION_VIOLATION(true, false),
    /** No valid CONNECT came in time. */
    AUTHENTICATION_TIMEOUT(true, true),
    /** The user's credentials expired. */
    USER_AUTHENTICATION_EXPIRED(true, true),
    /** The user was revoked. */
    USER_AUTHENTICATION_REVOKED(true, false),
    /** The account's credentials expired. */
    ACCOUNT_AUTHENTICATION_EXPIRED(true, true),
    /** A publish was refused; the connection stays. */
    PERMISSIONS_VIOLATION_PUBLISH(false, false),
    /** A subscription was refused; the connection stays. */
    PERMISSIONS_VIOLATION_SUBSCRIBE(false, false),
    /** The server takes no more connections. */
    MAXIMUM_CONNECTIONS(true, true),
    /** The account takes no more connections. */
    MAXIMUM_ACCOUNT_CONNECTIONS(true, true),
    /** The connection or its account takes no more subscriptions; the connection stays. */
    MAXIMUM_SUBSCRIPTIONS(false, false),
    /** A message was larger than {@code max_payload}. */
    MAXIMUM_PAYLOAD(true, false),
    /** A protocol line was too long. */
    MAXIMUM_CONTROL_LINE(true, false),
    /** The server had no PONG in time. */
    STALE_CONNECTION(true, true),
    /** This client read too slowly. */
    SLOW_CONSUMER(true, true),
    /** The server wants TLS. */
    SECURE_CONNECTION_REQUIRED(true, false),
    /** The server did not understand what was sent. */
    PARSER_ERROR(true, false),
    /** A subject was malformed; the connection stays. */
    INVALID_SUBJECT(false, false),
    /** Too many connections at once. */
    CONNECTION_THROTTLING(true, true),
    /** The server is going away. */
    SERVER_SHUTDOWN(true, true),
    /** The server refuses the protocol version, echo or headers that were asked for. */
    UNSUPPORTED(true, false),
    /** A text that this version does not know; whether the connection survives shows by itself. */
    OTHER(false, false);

    private final boolean fatal;
    private final boolean retryable;

    ServerErrorKind(boolean fatal, boolean retryable) {
        this.fatal = fatal;
        this.retryable = retryable;
    }

    /** True when the server closes the connection after it. */
    public boolean fatal() {
        return fatal;
    }

    /** True when the same may succeed later. */
    public boolean retryable() {
        return retryable;
    }
}
