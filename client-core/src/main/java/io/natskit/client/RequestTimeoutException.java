// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** No reply came in time, though somebody listens (otherwise: {@link NoRespondersException}). The request may have been acted upon. */
public final class RequestTimeoutException extends OperationTimeoutException {

    private static final long serialVersionUID = 1L;

    private final String subject;

    /** No reply to the request on {@code subject} within {@code timeout}. */
    public RequestTimeoutException(String subject, Duration timeout) {
        this(subject, timeout, null);
    }

    private RequestTimeoutException(String subject, Duration timeout, @Nullable Throwable cause) {
        super("reply to request on \"" + subject + "\"", timeout, cause);
        this.subject = subject;
    }

    /** Where the request went. */
    public String subject() {
        return subject;
    }

    @Override
    public RequestTimeoutException copy() {
        return new RequestTimeoutException(subject, timeout(), this);
    }
}
