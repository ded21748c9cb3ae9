// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import io.natskit.client.NatsException;
import org.jspecify.annotations.Nullable;

/** There is an object of that name already. */
public final class ObjectExistsException extends NatsException {
    private static final long serialVersionUID = 1L;

    private final String store;
    private final String name;

    /** The object {@code name} of {@code store}. */
    public ObjectExistsException(String store, String name) {
        this(store, name, null);
    }

    private ObjectExistsException(String store, String name, @Nullable Throwable cause) {
        super("object: \"" + name + "\" is in store \"" + store + "\" (expected: none of that name)", cause);
        this.store = store;
        this.name = name;
    }

    /** The object's name. */
    public String name() {
        return name;
    }

    /** False: somebody must change the store first. */
    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public ObjectExistsException copy() {
        return new ObjectExistsException(store, name, this);
    }
}
