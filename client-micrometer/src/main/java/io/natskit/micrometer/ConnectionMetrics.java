// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.ConnectionObserver;
import io.natskit.client.ServerAddress;
import io.natskit.client.Subscription;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The meters of connections; names begin with {@code nats.client}, and no tag holds a subject. Several connections may be counted together: each gets an
 * observer of its own.
 *
 * <pre>{@code
 * ConnectionMetrics metrics = ConnectionMetrics.of(registry, Tags.of("app", "orders"));
 * Connection nats = Nats.connect(o -> o.servers(url).observer(metrics.observer()));
 * }</pre>
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><td>{@code nats.client.connections}</td><td>gauge</td><td>connections that are up</td></tr>
 * <tr><td>{@code nats.client.connect}</td><td>timer</td><td>from the beginning of an attempt to the log-in</td></tr>
 * <tr><td>{@code nats.client.disconnects}, {@code nats.client.reconnects}</td><td>counters</td><td></td></tr>
 * <tr><td>{@code nats.client.messages}, {@code nats.client.bytes}</td><td>counters, tag {@code direction}: in, out</td><td>headers and payload</td></tr>
 * <tr><td>{@code nats.client.messages.dropped}</td><td>counter</td><td>by full buffers of subscriptions</td></tr>
 * <tr><td>{@code nats.client.slow.consumers}</td><td>counter</td><td>times that a subscription began to drop</td></tr>
 * <tr><td>{@code nats.client.requests}</td><td>timer, tag {@code outcome}</td><td>replied, no_responders, timed_out, cancelled, failed</td></tr>
 * <tr><td>{@code nats.client.errors}</td><td>counter, tag {@code kind}</td><td>what servers complained of</td></tr>
 * <tr><td>{@code nats.client.handler.failures}</td><td>counter</td><td>handlers that threw</td></tr>
 * </table>
 *
 * <p>One for each registry and tags: the registry keeps the first gauge of a name and tags, so that a second instance would count its connections where nobody looks.
 *
 * <p>Safe for all threads.
 */
public final class ConnectionMetrics {
    private final MeterRegistry registry;
    private final Tags tags;
    private final AtomicInteger up = new AtomicInteger();
    private final Timer connect;
    private final Counter disconnects;
    private final Counter reconnects;
    private final Counter messagesIn;
    private final Counter messagesOut;
    private final Counter bytesIn;
    private final Counter bytesOut;
    private final Counter dropped;
    private final Counter slowConsumers;
    private final Counter handlerFailures;
    private final Map<ConnectionObserver.RequestOutcome, Timer> requests =
            new EnumMap<>(ConnectionObserver.RequestOutcome.class);

    private ConnectionMetrics(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        Gauge.builder("nats.client.connections", up, AtomicInteger::get)
                .description("Connections that are up")
                .tags(tags)
                .strongReference(true)
                .register(registry);
        connect = Timer.builder("nats.client.connect")
                .description("From the beginning of an attempt to connect to the log-in")
                .tags(tags)
                .register(registry);
        disconnects = counter("nats.client.disconnects", "Connections that broke");
        reconnects = counter("nats.client.reconnects", "Connections that came back");
        messagesIn = traffic("nats.client.messages", "in", BaseUnits.MESSAGES);
        messagesOut = traffic("nats.client.messages", "out", BaseUnits.MESSAGES);
        bytesIn = traffic("nats.client.bytes", "in", BaseUnits.BYTES);
        bytesOut = traffic("nats.client.bytes", "out", BaseUnits.BYTES);
        dropped = counter("nats.client.messages.dropped", "Messages dropped by full buffers of subscriptions");
        slowConsumers = counter("nats.client.slow.consumers", "Times that a subscription began to drop messages");
        handlerFailures = counter("nats.client.handler.failures", "Handlers that threw");
        for (ConnectionObserver.RequestOutcome outcome : ConnectionObserver.RequestOutcome.values()) {
            requests.put(
                    outcome,
                    Timer.builder("nats.client.requests")
                            .description("Requests, from the call to the end")
                            .tags(tags.and("outcome", outcome.name().toLowerCase(Locale.ROOT)))
                            .register(registry));
        }
    }

    /** Meters in {@code registry}. */
    public static ConnectionMetrics of(MeterRegistry registry) {
        return of(registry, Tags.empty());
    }

    /** Meters in {@code registry}, each with {@code tags}. */
    public static ConnectionMetrics of(MeterRegistry registry, Tags tags) {
        return new ConnectionMetrics(registry, tags);
    }

    /** An observer for one more connection; for {@link io.natskit.client.Options.Builder#observer}. */
    public ConnectionObserver observer() {
        return new Observer();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private Counter traffic(String name, String direction, String unit) {
        return Counter.builder(name)
                .description("Published and received, headers and payload")
                .baseUnit(unit)
                .tags(tags.and("direction", direction))
                .register(registry);
    }

    private final class Observer implements ConnectionObserver {
        private final AtomicBoolean isUp = new AtomicBoolean();

        @Override
        public void event(ConnectionEvent event) {
            if (event instanceof ConnectionEvent.Connected) {
                cameUp();
            } else if (event instanceof ConnectionEvent.Reconnected) {
                reconnects.increment();
                cameUp();
            } else if (event instanceof ConnectionEvent.Disconnected) {
                disconnects.increment();
                wentDown();
            } else if (event instanceof ConnectionEvent.Closed) {
                wentDown();
            } else if (event instanceof ConnectionEvent.SlowConsumer) {
                slowConsumers.increment();
            } else if (event instanceof ConnectionEvent.HandlerFailed) {
                handlerFailures.increment();
            } else if (event instanceof ConnectionEvent.ServerError e) {
                String kind = e.error().kind().name().toLowerCase(Locale.ROOT);
                registry.counter("nats.client.errors", tags.and("kind", kind)).increment();
            }
        }

        private void cameUp() {
            if (isUp.compareAndSet(false, true)) {
                up.incrementAndGet();
            }
        }

        private void wentDown() {
            if (isUp.compareAndSet(true, false)) {
                up.decrementAndGet();
            }
        }

        @Override
        public void connectStage(ServerAddress server, ConnectStage stage, Duration sinceStart) {
            if (stage == ConnectStage.LOGGED_IN) {
                connect.record(sinceStart);
            }
        }

        @Override
        public void published(String subject, int bytes) {
            messagesOut.increment();
            bytesOut.increment(bytes);
        }

        @Override
        public void received(Subscription subscription, int bytes) {
            messagesIn.increment();
            bytesIn.increment(bytes);
        }

        @Override
        public void dropped(Subscription subscription, int bytes) {
            dropped.increment();
        }

        @Override
        public void requestEnded(String subject, RequestOutcome outcome, long nanos) {
            Timer timer = requests.get(outcome);
            if (timer != null) {
                timer.record(nanos, TimeUnit.NANOSECONDS);
            }
        }
    }
}
