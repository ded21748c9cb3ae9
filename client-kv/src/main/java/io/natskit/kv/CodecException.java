// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import io.natskit.client.NatsException;
import org.jspecify.annotations.Nullable;

/** A codec refused a key or a value; its own exception is the cause. */
public final class CodecException extends NatsException {
    private static final long serialVersionUID = 1L;

    /** {@code message} says what was to be turned into what. */
    public CodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** False: the same bytes will be refused again. */
    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public CodecException copy() {
        return new CodecException(String.valueOf(getMessage()), this);
    }
}
