// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.observability;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.natskit.server.NatsServer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Runs a flow of orders, shows its meters and the trace of one order, and checks both. */
public final class WatchedOrders {
    private static final int BOOKS = 5;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String ORDER = "checkout > request watched.orders.new";
    private static final String CHARGE = ORDER + " > process (temporary) > request watched.charge";
    private static final String STOCK = "checkout > request watched.stock";
    /** The spans of one order. */
    private static final List<String> TRACE = List.of(
            "checkout",
            ORDER,
            ORDER + " > audit",
            ORDER + " > process (temporary)",
            CHARGE,
            CHARGE + " > process watched.charge",
            CHARGE + " > process watched.charge > publish (temporary)",
            STOCK,
            STOCK + " > process watched.stock",
            STOCK + " > process watched.stock > publish (temporary)");

    private WatchedOrders() {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. Ends with 1 when the result is wrong. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        try {
            if (args.length > 0) {
                run(args[0]);
            } else {
                try (NatsServer server = NatsServer.builder().jetStream().start()) {
                    run(server.url());
                }
            }
            System.out.println("OK");
            return 0;
        } catch (Exception | AssertionError e) {
            System.err.println("FAILED: " + e);
            return 1;
        }
    }

    static void run(String url) throws InterruptedException {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Traces traces = new Traces();
        try (OpenTelemetrySdk telemetry = telemetry(traces);
                OrderFlow flow = new OrderFlow(url, telemetry, meters)) {
            flow.sell(BOOKS);
            flow.audit(BOOKS);
            // of each order the spans of its trace, and that it was taken by the auditor
            List<SpanData> spans = traces.await(BOOKS * (TRACE.size() + 1), SOON);
            show(meters, spans);
            check(meters);
            check(spans);
        }
    }

    private static OpenTelemetrySdk telemetry(Traces traces) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(traces))
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
    }

    private static void show(SimpleMeterRegistry meters, List<SpanData> spans) {
        System.out.println("Meters:");
        meters.getMeters().stream()
                .sorted(Comparator.comparing(meter -> meter.getId().toString()))
                .forEach(meter -> System.out.println("  " + line(meter)));
        System.out.println("The trace of the first order:");
        spans.stream()
                .filter(span -> span.getName().equals("checkout"))
                .min(Comparator.comparing(SpanData::getStartEpochNanos))
                .ifPresent(first -> System.out.print(Traces.tree(first.getTraceId(), spans)));
    }

    private static String line(Meter meter) {
        StringBuilder line = new StringBuilder(meter.getId().getName());
        meter.getId().getTags().forEach(tag -> line.append(' ').append(tag.getKey() + "=" + tag.getValue()));
        meter.measure()
                .forEach(one -> line.append("  ")
                        .append(one.getStatistic().getTagValueRepresentation() + " " + one.getValue()));
        return line.toString();
    }

    private static void check(SimpleMeterRegistry meters) {
        check("connections", 2.0, meters.get("nats.client.connections").gauge().value());
        check(
                "orders stored",
                (long) BOOKS,
                meters.get("nats.client.jetstream.publishes")
                        .tags("app", "shop", "outcome", "stored")
                        .timer()
                        .count());
        check(
                "orders delivered, to the warehouse and to the auditor",
                2.0 * BOOKS,
                meters.get("nats.client.jetstream.deliveries")
                        .tags("app", "warehouse", "redelivered", "false")
                        .counter()
                        .count());
        check(
                "orders acknowledged",
                2L * BOOKS,
                meters.get("nats.client.jetstream.answers")
                        .tags("app", "warehouse", "answer", "ack")
                        .timer()
                        .count());
        check(
                "handlers that went well",
                (long) BOOKS,
                meters.get("nats.client.jetstream.handling")
                        .tags("app", "warehouse", "outcome", "ok")
                        .timer()
                        .count());
    }

    private static void check(List<SpanData> spans) {
        List<SpanData> roots =
                spans.stream().filter(span -> span.getName().equals("checkout")).toList();
        check("traces", BOOKS, roots.size());
        for (SpanData root : roots) {
            List<SpanData> trace = spans.stream()
                    .filter(span -> span.getTraceId().equals(root.getTraceId()))
                    .toList();
            List<String> paths = trace.stream()
                    .map(span -> String.join(" > ", Traces.path(span, trace)))
                    .sorted()
                    .toList();
            check("the spans of an order", TRACE, paths);
            // what was taken is no part of the trace, and points at it
            long taken = spans.stream()
                    .filter(span -> span.getName().equals("receive (temporary)"))
                    .filter(span -> span.getLinks().stream()
                            .anyMatch(link -> link.getSpanContext().getTraceId().equals(root.getTraceId())))
                    .count();
            check("an order taken by the auditor", 1L, taken);
        }
    }

    private static void check(String what, Object expected, Object found) {
        if (!Objects.equals(expected, found)) {
            throw new AssertionError(what + ": " + found + " (expected: " + expected + ")");
        }
    }
}
