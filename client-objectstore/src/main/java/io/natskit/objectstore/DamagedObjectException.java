// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import io.natskit.client.NatsException;
import org.jspecify.annotations.Nullable;

/** What was read of an object, or what is stored of an upload, is not what it should be; the message says what differs. */
public final class DamagedObjectException extends NatsException {
    private static final long serialVersionUID = 1L;

    /** {@code message} names the object, what was found and what was expected. */
    public DamagedObjectException(String message) {
        this(message, null);
    }

    private DamagedObjectException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** False: it will not heal. */
    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public DamagedObjectException copy() {
        return new DamagedObjectException(String.valueOf(getMessage()), this);
    }
}
