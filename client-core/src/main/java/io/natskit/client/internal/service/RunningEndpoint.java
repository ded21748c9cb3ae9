// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.Message;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import io.natskit.client.internal.routing.Failures;
import io.natskit.client.service.EndpointInfo;
import io.natskit.client.service.EndpointSpec;
import io.natskit.client.service.EndpointStats;
import io.natskit.client.service.ServiceError;
import io.natskit.client.service.ServiceErrorException;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint at work. Each request is counted in on the I/O thread, before it waits anywhere ({@link #takes}), and out when its answer is on the way ({@link #done}); past the bound it is refused
 * right there. Since that bounds what waits, the subscription's own bounds are off: no request is dropped without an answer.
 */
final class RunningEndpoint {
    private final Context context;
    private final EndpointSpec spec;
    private final String subject;
    private final @Nullable String queueGroup;
    private final Answering answering;
    private final Tally tally = new Tally();
    private final AtomicInteger inFlight = new AtomicInteger();
    /** When those that wait arrived; messages are equal to themselves alone. */
    private final Map<Message, Long> arrivals = new ConcurrentHashMap<>();

    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean stopping;
    private final Subscription subscription;

    RunningEndpoint(Context context, EndpointSpec spec, String subject, @Nullable String queueGroup) {
        this.context = context;
        this.spec = spec;
        this.subject = subject;
        this.queueGroup = queueGroup;
        this.answering = Answering.of(context, spec);
        this.subscription = context.connection().subscribe(subject, options(), this::handle);
    }

    private SubscribeOptions options() {
        return SubscribeOptions.of(o -> {
            o.gate(this::takes).pendingMessagesMax(Long.MAX_VALUE).pendingBytesMax(Long.MAX_VALUE);
            if (queueGroup != null) {
                o.queueGroup(queueGroup);
            }
            spec.dispatch().ifPresent(o::dispatch);
        });
    }

    Subscription subscription() {
        return subscription;
    }

    /** On the I/O thread: whether the request may wait. */
    private boolean takes(Message message) {
        if (inFlight.incrementAndGet() > spec.inFlightMax()) {
            IncomingRequest request = taken(message, System.nanoTime());
            refuse(
                    request,
                    new ServiceError(
                            ServiceError.OVERLOADED, "overloaded: " + spec.inFlightMax() + " requests in flight"));
            done(0);
            return false;
        }
        arrivals.put(message, System.nanoTime());
        return true;
    }

    private void handle(Message message) {
        long begun = System.nanoTime();
        Long arrived = arrivals.remove(message);
        IncomingRequest request = taken(message, arrived == null ? begun : arrived);
        Optional<ServiceError> late = tooLate(request, begun - (arrived == null ? begun : arrived));
        if (late.isPresent()) {
            refuse(request, late.get());
            done(0);
            return;
        }
        CompletableFuture<?> answered;
        try {
            answered = answering.answer(request);
        } catch (Throwable thrown) {
            answered = CompletableFuture.failedFuture(thrown);
        }
        answered.whenComplete((ok, failure) -> {
            if (failure != null) {
                failed(request, Failures.cause(failure));
            }
            done(System.nanoTime() - begun);
        });
    }

    private Optional<ServiceError> tooLate(IncomingRequest request, long waitedNanos) {
        if (request.remaining().filter(Duration::isZero).isPresent()) {
            return Optional.of(new ServiceError(
                    ServiceError.TOO_LATE, "the caller's time was up before the request was looked at"));
        }
        return spec.waitMax()
                .filter(max -> waitedNanos > max.toNanos())
                .map(max -> new ServiceError(ServiceError.OVERLOADED, "overloaded: waited longer than " + max));
    }

    private void failed(IncomingRequest request, Throwable failure) {
        if (failure instanceof ServiceErrorException told) {
            refuse(request, told.error());
        } else {
            // the message of an exception may hold what callers have no business to know
            refuse(
                    request,
                    new ServiceError(
                            ServiceError.INTERNAL,
                            "failed: " + failure.getClass().getSimpleName()));
            context.inside().failed(failure);
        }
    }

    /** An answer that finds no way out (closed, no room) is as lost as any message would be. */
    private void refuse(IncomingRequest request, ServiceError error) {
        try {
            request.fail(error);
        } catch (RuntimeException lost) {
            context.inside().failed(lost);
        }
    }

    private IncomingRequest taken(Message message, long arrived) {
        tally.taken();
        return new IncomingRequest(message, spec.name(), arrived, tally);
    }

    private void done(long nanos) {
        tally.answered(nanos);
        if (inFlight.decrementAndGet() == 0 && stopping) {
            idle.complete(null);
        }
    }

    /** Takes no more; completes when what was taken is answered: true, or false when {@code timeout} cut it short. */
    CompletableFuture<Boolean> drain(Duration timeout) {
        return subscription.async().drain(timeout).thenCompose(drained -> {
            stopping = true;
            if (!drained) {
                return CompletableFuture.completedFuture(false);
            }
            if (inFlight.get() == 0) {
                idle.complete(null);
            }
            return idle.thenApply(none -> true);
        });
    }

    void reset() {
        tally.reset();
    }

    EndpointInfo info() {
        return new EndpointInfo(spec.name(), subject, queueGroup == null ? "" : queueGroup, spec.metadata());
    }

    /** What it counted, with {@code data} as {@link #data()} gave it. */
    EndpointStats stats(Optional<String> data) {
        Tally.Count count = tally.now();
        return new EndpointStats(
                spec.name(),
                subject,
                queueGroup == null ? "" : queueGroup,
                count.requests(),
                count.errors(),
                count.lastError(),
                Duration.ofNanos(count.nanos()),
                count.average(),
                data.map(text -> JsonObject.parse(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** What the service adds to its statistics; what is no JSON object is reported and left out. */
    Optional<String> data() {
        if (spec.statsData().isEmpty()) {
            return Optional.empty();
        }
        try {
            String text = spec.statsData().get().get();
            JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
            return Optional.of(text);
        } catch (JsonException e) {
            context.inside()
                    .failed(new IllegalArgumentException(
                            "statsData of endpoint \"" + spec.name() + "\" gave no JSON object", e));
            return Optional.empty();
        } catch (RuntimeException e) {
            context.inside().failed(e);
            return Optional.empty();
        }
    }
}
