// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.InDoubtException;
import io.natskit.client.Message;
import io.natskit.client.NoRespondersException;
import io.natskit.client.NotConnectedException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.RequestTimeoutException;
import io.natskit.client.internal.routing.Failures;
import io.natskit.client.service.CallSpec;
import io.natskit.client.service.ServiceError;
import io.natskit.client.service.ServiceErrorException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One call: attempts within a deadline, pauses between them. Each step begins when the one before has ended, so nothing here is touched by two threads at once. */
final class Call {
    private static final long DELAY_NANOS_MAX = 1_000_000_000L;

    private final Context context;
    private final OutgoingMessage request;
    private final CallSpec spec;
    private final Duration timeout;
    private final long deadline;
    private final CompletableFuture<Message> answer = new CompletableFuture<>();
    private long delayNanos;
    private int attempt;
    // read by whoever cancels
    private volatile @Nullable CompletableFuture<Message> asked;
    private volatile @Nullable Runnable pause;

    private Call(Context context, OutgoingMessage request, CallSpec spec) {
        this.context = context;
        this.request = request;
        this.spec = spec;
        this.timeout = spec.timeout().orElseGet(context::timeout);
        this.deadline = System.nanoTime() + timeout.toNanos();
        this.delayNanos = spec.delay().toNanos();
    }

    /** Begins; what is wrong with the request itself is thrown. */
    static CompletableFuture<Message> begin(Context context, OutgoingMessage request, CallSpec spec) {
        Call call = new Call(context, request, spec);
        call.answer.whenComplete((message, error) -> {
            if (call.answer.isCancelled()) {
                call.giveUp();
            }
        });
        call.ask();
        return call.answer;
    }

    private void giveUp() {
        CompletableFuture<Message> open = asked;
        if (open != null) {
            open.cancel(false);
        }
        Runnable paused = pause;
        if (paused != null) {
            paused.run();
        }
    }

    private void ask() {
        attempt++;
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        Duration wait = spec.attemptTimeout().filter(t -> t.compareTo(left) < 0).orElse(left);
        CompletableFuture<Message> sent =
                context.connection().async().request(Discoveries.withTimeout(request, wait), wait);
        asked = sent;
        if (answer.isCancelled()) {
            sent.cancel(false);
        }
        sent.whenComplete((message, error) -> {
            if (error == null) {
                answered(message);
            } else {
                failed(Failures.cause(error));
            }
        });
    }

    private void answered(Message message) {
        Optional<ServiceError> error = ServiceError.of(message);
        if (error.isPresent()) {
            failed(new ServiceErrorException(error.get(), message));
        } else {
            answer.complete(message);
        }
    }

    private void failed(Throwable failure) {
        long pauseNanos = delayNanos - ThreadLocalRandom.current().nextLong(delayNanos / 2 + 1);
        if (answer.isDone() || attempt >= spec.attempts() || !mayAskAgain(failure)) {
            fail(failure);
            return;
        }
        if (System.nanoTime() + pauseNanos - deadline >= 0) {
            fail(
                    failure instanceof RequestTimeoutException
                            ? new RequestTimeoutException(request.subject(), timeout)
                            : failure);
            return;
        }
        delayNanos = Math.max(delayNanos, Math.min(delayNanos * 2, DELAY_NANOS_MAX));
        pause = context.inside().after(pauseNanos, this::askAgain);
    }

    /** On the I/O thread. */
    private void askAgain() {
        if (answer.isDone()) {
            return;
        }
        try {
            ask();
        } catch (RuntimeException refused) {
            fail(refused);
        }
    }

    private void fail(Throwable failure) {
        context.inside().complete(() -> answer.completeExceptionally(failure));
    }

    private boolean mayAskAgain(Throwable failure) {
        if (failure instanceof ServiceErrorException error) {
            return error.retryable();
        }
        return failure instanceof NoRespondersException
                || failure instanceof NotConnectedException
                || spec.isIdempotent()
                        && (failure instanceof RequestTimeoutException || failure instanceof InDoubtException);
    }
}
