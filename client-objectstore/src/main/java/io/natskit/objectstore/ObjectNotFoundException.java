// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import io.natskit.client.NatsException;
import org.jspecify.annotations.Nullable;

/** There is no such object, or it was deleted. */
public final class ObjectNotFoundException extends NatsException {
    private static final long serialVersionUID = 1L;

    private final String store;
    private final String name;

    /** The object {@code name} of {@code store}. */
    public ObjectNotFoundException(String store, String name) {
        this(store, name, null);
    }

    private ObjectNotFoundException(String store, String name, @Nullable Throwable cause) {
        super("object: \"" + name + "\" is not in store \"" + store + "\" (expected: one that is there)", cause);
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
    public ObjectNotFoundException copy() {
        return new ObjectNotFoundException(store, name, this);
    }
}
