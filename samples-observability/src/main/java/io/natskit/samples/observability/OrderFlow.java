// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.micrometer.ConnectionMetrics;
import io.natskit.micrometer.JetStreamMetrics;
import io.natskit.opentelemetry.NatsTracing;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A shop asks whether a book is in stock (request), and stores the order in a stream (publish). A warehouse works on orders (consume), which are charged on the way (request), and an auditor
 * looks at them later (fetch). The shop and the warehouse have a connection each, as two programs would.
 */
final class OrderFlow implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final NatsTracing tracing;
    private final Tracer own;
    private final Connection shop;
    private final Connection warehouse;
    private final JetStream ordering;
    private final StreamHandle orders;

    OrderFlow(String url, OpenTelemetry telemetry, MeterRegistry meters) {
        tracing = NatsTracing.of(telemetry);
        own = telemetry.getTracer("orders");
        ConnectionMetrics connections = ConnectionMetrics.of(meters);
        shop = Nats.connect(o ->
                o.servers(url).name("shop").observer(connections.observer()).tracer(tracing));
        warehouse = Nats.connect(o -> o.servers(url)
                .name("warehouse")
                .observer(connections.observer())
                .tracer(tracing));
        ordering = JetStream.on(shop, o -> o.observer(JetStreamMetrics.of(meters, Tags.of("app", "shop"))));
        JetStream packing =
                JetStream.on(warehouse, o -> o.observer(JetStreamMetrics.of(meters, Tags.of("app", "warehouse"))));
        packing.findStream("WATCHED_ORDERS").ifPresent(left -> packing.deleteStream("WATCHED_ORDERS"));
        orders = packing.createStream(StreamConfig.builder("WATCHED_ORDERS")
                .subjects("watched.orders.*")
                .storage(StorageType.MEMORY)
                .build());
        warehouse.subscribe("watched.stock", question -> question.reply("yes"));
        warehouse.subscribe("watched.charge", order -> order.reply("paid"));
        warehouse.flush();
    }

    /** Sells so many, until the warehouse has packed them all. */
    void sell(int books) throws InterruptedException {
        CountDownLatch packed = new CountDownLatch(books);
        try (Consuming packing = consumer("packing").consume(order -> {
            warehouse.request("watched.charge", order.bytes(), SOON);
            order.ackSync(SOON);
            packed.countDown();
        })) {
            for (int book = 1; book <= books; book++) {
                sell("book-" + book);
            }
            if (!packed.await(SOON.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("packed: " + (books - packed.getCount()) + " (expected: " + books + ")");
            }
            packing.drain(SOON);
        }
    }

    /** What the client does here is below this span, as it is the current one. */
    private void sell(String book) {
        Span checkout = own.spanBuilder("checkout").startSpan();
        byte[] order = book.getBytes(StandardCharsets.UTF_8);
        try {
            Context.current()
                    .with(checkout)
                    .wrap(() -> {
                        shop.request("watched.stock", order, SOON);
                        ordering.publish("watched.orders.new", order);
                    })
                    .run();
        } finally {
            checkout.end();
        }
    }

    /** Messages that are taken have no handler whose span could be known: a span of one's own continues the publisher's trace. */
    void audit(int books) {
        for (JetStreamMessage order : consumer("audit").fetch(f -> f.messages(books))) {
            Span audit = own.spanBuilder("audit")
                    .setParent(tracing.contextOf(order.headers()))
                    .startSpan();
            order.ackSync(SOON);
            audit.end();
        }
    }

    private ConsumerHandle consumer(String name) {
        return orders.createConsumer(ConsumerConfig.builder(name).durable(name).build());
    }

    @Override
    public void close() {
        orders.delete();
        shop.close();
        warehouse.close();
    }
}
