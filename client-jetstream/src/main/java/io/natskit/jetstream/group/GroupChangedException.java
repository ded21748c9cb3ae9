// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.group;

import io.natskit.client.NatsException;
import org.jspecify.annotations.Nullable;

/** A group is not, or is no more, what was counted on: there is none, it was deleted, or it was made in another way. */
public final class GroupChangedException extends NatsException {
    private static final long serialVersionUID = 1L;

    /** {@code what} says which group, and what about it. */
    public GroupChangedException(String what) {
        this(what, null);
    }

    private GroupChangedException(String what, @Nullable Throwable cause) {
        super(what, cause);
    }

    /** False: somebody has to look at the group first. */
    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public GroupChangedException copy() {
        return new GroupChangedException(String.valueOf(getMessage()), this);
    }
}
