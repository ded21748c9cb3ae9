// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.MessageTracer;
import io.natskit.client.internal.routing.Failures;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A batch as the tracer sees it, from its first message on. Messages are sent one after another; any thread ends it. */
final class Followed {
    private final Context context;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile MessageTracer.@Nullable Gathering gathering;

    Followed(Context context) {
        this.context = context;
    }

    /** A message of the batch is sent next, the first of which begins it; to be run when it was. */
    Runnable sending(String subject) {
        MessageTracer.Gathering begun = gathering;
        if (begun == null) {
            begun = context.inside().gathering(subject);
            gathering = begun;
        }
        return begun.sending();
    }

    /** It ended; told once, and not of a batch without messages. */
    void ended(long messages, @Nullable Throwable error) {
        MessageTracer.Gathering told = gathering;
        if (told != null && over.compareAndSet(false, true)) {
            told.ended(messages, error == null ? null : Failures.cause(error));
        }
    }
}
