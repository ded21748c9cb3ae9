// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.routing;

import io.natskit.client.NatsException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What a future failed with, for this module and those on top of it. Any thread. */
public final class Failures {
    private Failures() {}

    /** The failure without the wrapping of futures. */
    public static Throwable cause(Throwable error) {
        Throwable at = error;
        while ((at instanceof CompletionException || at instanceof ExecutionException) && at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    /** A failure as it is thrown to a caller: with the caller's stack. */
    public static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof NatsException known) {
            return known.copy();
        }
        return cause instanceof RuntimeException other ? other : new IllegalStateException(cause);
    }

    /** A failure as an unchecked one, without the wrapping of futures. */
    public static RuntimeException unchecked(@Nullable Throwable error) {
        Throwable cause = error == null ? null : cause(error);
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }
}
