// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.wire.jetstream.ApiError;
import org.jspecify.annotations.Nullable;

/** A request to JetStream that was refused, or not answered in time. */
final class RequestFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable ApiError error;

    RequestFailedException(ApiError error) {
        super(error.description() + " (" + error.errCode() + ")", null, false, false);
        this.error = error;
    }

    RequestFailedException(String text) {
        super(text, null, false, false);
        this.error = null;
    }

    /** The error of JetStream, or null where there was no answer. */
    @Nullable
    ApiError error() {
        return error;
    }

    /** Whether it is that error of JetStream. */
    boolean is(int errCode) {
        ApiError known = error;
        return known != null && known.errCode() == errCode;
    }
}
