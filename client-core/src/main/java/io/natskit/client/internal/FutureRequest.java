// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.RequestTimeoutException;
import io.natskit.client.internal.routing.PendingRequest;
import io.natskit.client.internal.routing.RequestTable;
import io.natskit.client.internal.session.Completions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request whose caller has a future; it is its own completion task. */
final class FutureRequest extends PendingRequest implements Runnable {
    private final Completions completions;
    private final Duration timeout;
    private final Reply future;
    private @Nullable Message message;
    private @Nullable NatsException error;

    FutureRequest(String subject, Duration timeout, long deadlineNanos, Completions completions, RequestTable table) {
        super(subject, deadlineNanos);
        this.timeout = timeout;
        this.completions = completions;
        this.future = new Reply(this, table);
    }

    /** Cancelling it takes the request out. */
    private static final class Reply extends CompletableFuture<Message> {
        private final FutureRequest request;
        private final RequestTable table;

        Reply(FutureRequest request, RequestTable table) {
            this.request = request;
            this.table = table;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            table.remove(request);
            return super.cancel(mayInterruptIfRunning);
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }

    CompletableFuture<Message> future() {
        return future;
    }

    @Override
    public void reply(Message reply) {
        message = reply;
        completions.gather(this);
    }

    @Override
    public void fail(NatsException failure) {
        error = failure;
        completions.run(this);
    }

    @Override
    public void expired() {
        fail(new RequestTimeoutException(subject(), timeout));
    }

    @Override
    public void run() {
        NatsException failure = error;
        if (failure != null) {
            future.completeExceptionally(failure);
        } else {
            future.complete(java.util.Objects.requireNonNull(message));
        }
    }
}
