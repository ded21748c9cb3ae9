// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import org.jspecify.annotations.Nullable;

/** Nobody listens on the subject of a request (status 503): known at once, without waiting for the timeout. */
public final class NoRespondersException extends NatsException {

    private static final long serialVersionUID = 1L;

    private final String subject;

    /** Nobody listens on {@code subject}. */
    public NoRespondersException(String subject) {
        this(subject, null);
    }

    private NoRespondersException(String subject, @Nullable Throwable cause) {
        super("no responders on \"" + subject + "\"", cause);
        this.subject = subject;
    }

    /** Where the request went. */
    public String subject() {
        return subject;
    }

    @Override
    public boolean retryable() {
        return true;
    }

    @Override
    public NoRespondersException copy() {
        return new NoRespondersException(subject, this);
    }
}
