// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

/** What ended a request for many replies (ADR-47). */
public enum RepliesEnd {
    /** As many as {@link RequestManyOptions#maxReplies()} came. */
    MAX_REPLIES,
    /** {@link RequestManyOptions#timeout()} passed. */
    TIMEOUT,
    /** No reply came for {@link RequestManyOptions#stall()}. */
    STALL,
    /** The reply that {@link RequestManyOptions#sentinel()} knows came. */
    SENTINEL,
    /** Nobody listens on the subject (status 503). */
    NO_RESPONDERS,
    /** The caller closed or cancelled it. */
    CANCELLED,
    /** The connection was closed, or the server refused the request; the error is thrown to whoever takes replies. */
    FAILED
}
