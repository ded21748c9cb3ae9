// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.MessageTracer;
import io.natskit.client.internal.routing.Failures;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A batch as the tracer sees it, from its first message to its end. Messages are sent one after another; any thread ends it, also beside its first message. */
final class Followed {
    private static final Runnable NOTHING = () -> {};

    private final Context context;
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile MessageTracer.@Nullable Gathering gathering;

    private record End(long messages, @Nullable Throwable error) {}

    Followed(Context context) {
        this.context = context;
    }

    /** A message of the batch is sent next, the first of which begins it, unless it has ended; to be run when it was. */
    Runnable sending(String subject) {
        MessageTracer.Gathering begun = gathering;
        if (begun == null) {
            if (end.get() != null) {
                return NOTHING;
            }
            begun = context.inside().gathering(subject);
            gathering = begun;
            // whoever ended it meanwhile may not have seen it
            tell();
        }
        return begun.sending();
    }

    /** It ended; told once, and not of a batch without messages. */
    void ended(long messages, @Nullable Throwable error) {
        if (end.compareAndSet(null, new End(messages, error == null ? null : Failures.cause(error)))) {
            tell();
        }
    }

    private void tell() {
        End ended = end.get();
        MessageTracer.Gathering begun = gathering;
        if (ended != null && begun != null && told.compareAndSet(false, true)) {
            begun.ended(ended.messages(), ended.error());
        }
    }
}
