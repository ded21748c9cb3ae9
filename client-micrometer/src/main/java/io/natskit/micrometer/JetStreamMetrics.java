// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.natskit.client.NatsException;
import io.natskit.jetstream.ConsumeEvent;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.JetStreamObserver;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The meters of JetStream; names begin with {@code nats.client.jetstream}, and no tag holds a subject, a stream or a consumer.
 *
 * <pre>{@code JetStream.on(nats, o -> o.observer(JetStreamMetrics.of(registry)))}</pre>
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><td>{@code …publishes}</td><td>timer, tag {@code outcome}</td><td>from the call to the acknowledgement: stored, duplicate, refused, in_doubt, …</td></tr>
 * <tr><td>{@code …publish.retries}</td><td>counter</td><td></td></tr>
 * <tr><td>{@code …batches}</td><td>timer, tag {@code outcome}</td><td>atomic batches and fast ingest</td></tr>
 * <tr><td>{@code …unacknowledged}, {@code …waiting}</td><td>gauges</td><td>publishes in the window, and those that wait for room in it</td></tr>
 * <tr><td>{@code …deliveries}</td><td>counter, tag {@code redelivered}: true, false</td><td></td></tr>
 * <tr><td>{@code …handling}</td><td>timer, tag {@code outcome}: ok, failed</td><td>how long handlers took</td></tr>
 * <tr><td>{@code …answers}</td><td>timer, tag {@code answer}: ack, nak, working, term</td><td>from handing over to the answer</td></tr>
 * <tr><td>{@code …consume.events}</td><td>counter, tag {@code kind}</td><td>what happened to consuming</td></tr>
 * <tr><td>{@code …api}</td><td>timer, tag {@code outcome}: ok, failed</td><td>requests to the API</td></tr>
 * </table>
 *
 * <p>One for each registry and tags: the registry keeps the first gauge of a name and tags, so that a second instance would tell of its window where nobody looks. One for
 * each {@code JetStream} whose window is to be watched: where several share one, the two gauges show whichever window moved last; all else is added up.
 *
 * <p>Safe for all threads.
 */
public final class JetStreamMetrics implements JetStreamObserver {
    private static final String PREFIX = "nats.client.jetstream.";

    private final MeterRegistry registry;
    private final Tags tags;
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    private JetStreamMetrics(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        gauge("unacknowledged", unacknowledged);
        gauge("waiting", waiting);
    }

    /** Meters in {@code registry}. */
    public static JetStreamMetrics of(MeterRegistry registry) {
        return of(registry, Tags.empty());
    }

    /** Meters in {@code registry}, each with {@code tags}. */
    public static JetStreamMetrics of(MeterRegistry registry, Tags tags) {
        return new JetStreamMetrics(registry, tags);
    }

    private void gauge(String name, AtomicInteger value) {
        Gauge.builder(PREFIX + name, value, AtomicInteger::get)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    // the registry knows the meters by name and tags: a look-up in a table, beside what crosses the network anyway
    private void record(String name, String tag, String value, long nanos) {
        Timer timer = registry.timer(PREFIX + name, tags.and(tag, value));
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String outcome(@Nullable Throwable error) {
        return error == null ? "ok" : "failed";
    }

    @Override
    public void publishEnded(String subject, PublishOutcome outcome, long nanos) {
        record("publishes", "outcome", word(outcome), nanos);
    }

    @Override
    public void publishRetried(String subject, NatsException why) {
        registry.counter(PREFIX + "publish.retries", tags).increment();
    }

    @Override
    public void batchEnded(String subject, long messages, PublishOutcome outcome, long nanos) {
        record("batches", "outcome", word(outcome), nanos);
    }

    @Override
    public void window(int unacknowledged, int waiting) {
        this.unacknowledged.set(unacknowledged);
        this.waiting.set(waiting);
    }

    @Override
    public void delivered(JetStreamMessage message) {
        boolean again = message.metadata().delivered() > 1;
        registry.counter(PREFIX + "deliveries", tags.and("redelivered", Boolean.toString(again)))
                .increment();
    }

    @Override
    public void handled(JetStreamMessage message, @Nullable Throwable error, long nanos) {
        record("handling", "outcome", outcome(error), nanos);
    }

    @Override
    public void answered(JetStreamMessage message, Answer answer, long nanos) {
        record("answers", "answer", word(answer), nanos);
    }

    @Override
    public void consumeEvent(String stream, String consumer, ConsumeEvent event) {
        String kind = event.getClass().getSimpleName();
        registry.counter(PREFIX + "consume.events", tags.and("kind", kind)).increment();
    }

    @Override
    public void apiCalled(String operation, @Nullable NatsException error, long nanos) {
        record("api", "outcome", outcome(error), nanos);
    }
}
