// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.RequestTimeoutException;
import io.natskit.client.internal.routing.PendingRequest;
import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request whose reply completes a future of the engine, on the I/O thread. */
final class ApiRequest extends PendingRequest {
    private final Duration timeout;
    private final CompletableFuture<Message> future = new CompletableFuture<>();

    /** A request on {@code subject} that fails after {@code timeout}. */
    ApiRequest(String subject, Duration timeout) {
        super(subject, System.nanoTime() + timeout.toNanos());
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
        }
        this.timeout = timeout;
    }

    /** Sends it; what the publish throws fails the future. */
    CompletableFuture<Message> send(Context context, @Nullable Headers headers, ByteBuffer payload) {
        return sent(context, () -> context.inside().request(subject(), headers, payload, this));
    }

    /** The same without a payload, and no tracer is told. */
    CompletableFuture<Message> signal(Context context, Headers headers) {
        return sent(context, () -> context.inside().signal(subject(), headers, this));
    }

    private CompletableFuture<Message> sent(Context context, Supplier<Runnable> sending) {
        try {
            Runnable over = sending.get();
            future.whenComplete((reply, error) -> {
                if (future.isCancelled()) {
                    context.inside().forget(this);
                }
                over.run();
            });
        } catch (NatsException e) {
            future.completeExceptionally(e);
        }
        return future;
    }

    @Override
    public void reply(Message message) {
        future.complete(message);
    }

    @Override
    public void fail(NatsException error) {
        future.completeExceptionally(error);
    }

    @Override
    public void expired() {
        future.completeExceptionally(new RequestTimeoutException(subject(), timeout));
    }
}
