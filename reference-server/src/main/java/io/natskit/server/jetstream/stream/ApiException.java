// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.wire.jetstream.ApiError;
import io.natskit.wire.jetstream.JetStreamError;

/** A request or a message is refused with an error of JetStream's table. Carries no stack: it is an answer. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ApiError error;

    /** With the answer. */
    public ApiException(ApiError error) {
        super(error.description(), null, false, false);
        this.error = error;
    }

    /** With a row of the table that has no places to fill. */
    public ApiException(JetStreamError error) {
        this(error.with());
    }

    /** The answer. */
    public ApiError error() {
        return error;
    }
}
