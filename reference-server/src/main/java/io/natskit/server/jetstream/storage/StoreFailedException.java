// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import org.jspecify.annotations.Nullable;

/** A store could not write, sync or open its files. What it had acknowledged before is still read; see {@link MessageStore#resume()}. */
public final class StoreFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With what was tried and the cause. */
    public StoreFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
