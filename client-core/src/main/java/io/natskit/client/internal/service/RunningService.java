// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.NatsException;
import io.natskit.client.Subscription;
import io.natskit.client.SubscriptionEnd;
import io.natskit.client.internal.routing.Failures;
import io.natskit.client.service.EndpointSpec;
import io.natskit.client.service.EndpointStats;
import io.natskit.client.service.GroupSpec;
import io.natskit.client.service.QueueChoice;
import io.natskit.client.service.Service;
import io.natskit.client.service.ServiceInfo;
import io.natskit.client.service.ServicePing;
import io.natskit.client.service.ServiceSpec;
import io.natskit.client.service.ServiceStats;
import io.natskit.client.service.Services;
import io.natskit.wire.Nuid;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A service at work: its endpoints, and nine subscriptions by which it is found (ADR-32). It stops when it is told to, when its connection closes, and when the server refuses one of its subjects. */
final class RunningService implements Service {
    private final Context context;
    private final String name;
    private final String version;
    private final String id = Nuid.next();
    private final String description;
    private final Map<String, String> metadata;
    private final QueueChoice queue;
    private final List<RunningEndpoint> endpoints = new CopyOnWriteArrayList<>();
    private final List<Subscription> discovery = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Optional<NatsException>> stopped = new CompletableFuture<>();
    private final CompletableFuture<Void> cutOff = new CompletableFuture<>(); // the connection is closed
    private final AtomicReference<@Nullable CompletableFuture<Boolean>> stopping = new AtomicReference<>();
    private volatile Instant started = moment();

    private RunningService(Context context, ServiceSpec spec) {
        this.context = context;
        this.name = spec.name();
        this.version = spec.version();
        this.description = spec.description();
        this.metadata = spec.metadata();
        this.queue = spec.endpoints().queue().within(QueueChoice.named(Services.DEFAULT_QUEUE_GROUP));
    }

    static CompletableFuture<Service> start(Context context, ServiceSpec spec) {
        RunningService service = new RunningService(context, spec);
        try {
            service.add(spec.endpoints(), "", service.queue);
            service.answerDiscovery("PING", () -> ServiceJson.write(service.ping()));
            service.answerDiscovery("INFO", () -> ServiceJson.write(service.info()));
            service.answerDiscovery("STATS", service::statsJson);
        } catch (RuntimeException e) {
            service.abandon(Optional.empty());
            throw e;
        }
        CompletableFuture<Service> ready = new CompletableFuture<>();
        context.connection().async().flush(context.timeout()).whenComplete((done, error) -> {
            Optional<NatsException> refused = service.stopped.getNow(Optional.empty());
            if (error != null || refused.isPresent()) {
                service.abandon(refused);
                ready.completeExceptionally(error != null ? Failures.cause(error) : refused.get());
            } else {
                ready.complete(service);
            }
        });
        ready.whenComplete((value, error) -> {
            if (ready.isCancelled()) {
                service.abandon(Optional.empty());
            }
        });
        return ready;
    }

    // endpoints

    private void add(GroupSpec group, String prefix, QueueChoice around) {
        String here = joined(prefix, group.prefix());
        QueueChoice chosen = group.queue().within(around);
        for (EndpointSpec spec : group.endpoints()) {
            String queueName = spec.queue().within(chosen).nameOrNull();
            RunningEndpoint endpoint = new RunningEndpoint(context, spec, joined(here, spec.subject()), queueName);
            endpoints.add(endpoint);
            watch(endpoint.subscription());
        }
        for (GroupSpec inner : group.groups()) {
            add(inner, here, chosen);
        }
    }

    private static String joined(String prefix, String rest) {
        return prefix.isEmpty() ? rest : rest.isEmpty() ? prefix : prefix + "." + rest;
    }

    /** A subscription that the server or a closed connection ends takes the service with it. */
    private void watch(Subscription subscription) {
        subscription.ended().thenAccept(end -> {
            if (end.reason() == SubscriptionEnd.Reason.CONNECTION_CLOSED) {
                cutOff.complete(null);
            }
            if (end.error() != null || end.reason() == SubscriptionEnd.Reason.CONNECTION_CLOSED) {
                abandon(Optional.ofNullable(end.error()));
            }
        });
    }

    @Override
    public void addEndpoint(String endpoint, Consumer<EndpointSpec> spec) {
        addGroup("", g -> g.endpoint(endpoint, spec));
    }

    @Override
    public void addGroup(String prefix, Consumer<GroupSpec> spec) {
        GroupSpec group = new GroupSpec(prefix);
        spec.accept(group);
        if (stopping.get() != null || stopped.isDone()) {
            throw new IllegalStateException("service " + name + " " + id + " is stopped");
        }
        add(group, "", queue);
    }

    // discovery

    private void answerDiscovery(String verb, Supplier<byte[]> answer) {
        for (String subject : List.of(
                context.subject(verb),
                context.subject(verb) + "." + name,
                context.subject(verb) + "." + name + "." + id)) {
            Subscription subscription = context.connection().subscribe(subject, question -> {
                if (question.wantsReply()) {
                    question.reply(answer.get());
                }
            });
            discovery.add(subscription);
            watch(subscription);
        }
    }

    private ServicePing ping() {
        return new ServicePing(name, id, version, metadata, Duration.ZERO);
    }

    private byte[] statsJson() {
        List<Optional<String>> data = new ArrayList<>();
        List<EndpointStats> counted = new ArrayList<>();
        for (RunningEndpoint endpoint : endpoints) {
            Optional<String> more = endpoint.data();
            data.add(more);
            counted.add(endpoint.stats(more));
        }
        return ServiceJson.write(stats(counted), data);
    }

    private ServiceStats stats(List<EndpointStats> counted) {
        return new ServiceStats(name, id, version, metadata, started, counted);
    }

    /** Now, in whole microseconds of which the last is never zero: nats-py reads no other times. */
    private static Instant moment() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return now.getNano() % 10_000 == 0 ? now.plusNanos(1000) : now;
    }

    // what users see

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ServiceInfo info() {
        return new ServiceInfo(
                name,
                id,
                version,
                metadata,
                description,
                endpoints.stream().map(RunningEndpoint::info).toList());
    }

    @Override
    public ServiceStats stats() {
        return stats(endpoints.stream().map(e -> e.stats(e.data())).toList());
    }

    @Override
    public void resetStats() {
        endpoints.forEach(RunningEndpoint::reset);
        started = moment();
    }

    // the end

    @Override
    public boolean stop() {
        return stop(context.connection().options().drainTimeout());
    }

    @Override
    public boolean stop(Duration timeout) {
        context.inside().mayWait("stop");
        return context.await(stopAsync(timeout), "stop");
    }

    @Override
    public CompletableFuture<Boolean> stopAsync(Duration timeout) {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> first = stopping.compareAndExchange(null, mine);
        if (first != null) {
            return first.copy();
        }
        List<CompletableFuture<Boolean>> drains = new ArrayList<>();
        for (RunningEndpoint endpoint : endpoints) {
            drains.add(endpoint.drain(timeout));
        }
        CompletableFuture<Boolean> all = CompletableFuture.allOf(drains.toArray(CompletableFuture[]::new))
                .thenCompose(none -> context.connection().async().flush(timeout))
                .thenApply(flushed -> drains.stream().allMatch(CompletableFuture::join));
        Runnable cut = context.inside().after(timeout.toNanos(), () -> all.complete(false));
        // no answer goes out any more, and requests that still wait for their turn will never have it
        cutOff.thenRun(() -> all.complete(false));
        all.whenComplete((clean, error) -> {
            cut.run();
            abandon(Optional.empty());
            context.inside().complete(() -> mine.complete(error == null && clean));
        });
        return mine.copy();
    }

    /** Ends at once what is left. */
    private void abandon(Optional<NatsException> cause) {
        if (!stopped.isDone()) {
            context.inside().complete(() -> stopped.complete(cause));
        }
        endpoints.forEach(endpoint -> endpoint.subscription().unsubscribe());
        discovery.forEach(Subscription::unsubscribe);
    }

    @Override
    public CompletableFuture<Optional<NatsException>> stopped() {
        return stopped.copy();
    }

    @Override
    public void close() {
        if (context.inside().onIoThread()) {
            stopAsync(context.connection().options().drainTimeout());
        } else {
            stop();
        }
    }

    @Override
    public String toString() {
        return "Service[" + name + " " + version + ", " + id + "]";
    }
}
