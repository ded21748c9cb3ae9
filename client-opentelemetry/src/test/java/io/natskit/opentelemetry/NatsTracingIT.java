// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.NoRespondersException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import io.natskit.jetstream.AsyncAtomicBatch;
import io.natskit.jetstream.AsyncConsumerHandle;
import io.natskit.jetstream.AtomicBatch;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.IngestPublisher;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.server.NatsServer;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NatsTracingIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final ThreadLocal<String> last = new ThreadLocal<>();
    private final OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(new Remembering())
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();

    /** Knows the span that ended last on each thread. */
    private final class Remembering implements SpanProcessor {
        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            last.set(span.getName());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    @AfterEach
    void end() {
        openTelemetry.close();
    }

    private Connection connect(NatsServer server) {
        return Nats.connect(o -> o.servers(server.url()).tracer(NatsTracing.of(openTelemetry)));
    }

    private SpanData span(String name) {
        Supplier<Optional<SpanData>> found = () -> spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst();
        await().atMost(SOON).until(() -> found.get().isPresent());
        return found.get().orElseThrow();
    }

    private static String attribute(SpanData span, String key) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(key)));
    }

    @Test
    void a_handler_runs_below_its_publisher() {
        try (NatsServer server = NatsServer.builder().start();
                Connection nats = connect(server)) {
            nats.subscribe("orders.*", message -> nats.publish("done", message.bytes()));
            nats.flush();
            Span caller = openTelemetry.getTracer("test").spanBuilder("caller").startSpan();
            try (Scope scope = caller.makeCurrent()) {
                assertThat(scope).isNotNull();
                nats.publish("orders.new", "book");
            }
            caller.end();

            SpanData published = span("publish orders.new");
            SpanData processed = span("process orders.*");
            SpanData continued = span("publish done");
            assertThat(published.getParentSpanId())
                    .isEqualTo(caller.getSpanContext().getSpanId());
            assertThat(processed.getParentSpanId()).isEqualTo(published.getSpanId());
            assertThat(processed.getParentSpanContext().isRemote()).isTrue();
            assertThat(continued.getParentSpanId()).isEqualTo(processed.getSpanId());
            assertThat(published.getKind()).isEqualTo(SpanKind.PRODUCER);
            assertThat(processed.getKind()).isEqualTo(SpanKind.CONSUMER);
            assertThat(attribute(processed, "messaging.system")).isEqualTo("nats");
            assertThat(attribute(processed, "messaging.destination.name")).isEqualTo("orders.new");
            assertThat(attribute(processed, "messaging.operation.type")).isEqualTo("process");
        }
    }

    @Test
    void the_context_travels_in_the_headers_of_w3c_beside_those_of_the_user() {
        try (NatsServer server = NatsServer.builder().start();
                Connection nats = connect(server);
                Subscription plain = nats.subscribe("a")) {
            nats.flush();
            nats.publish("a", Headers.builder().add("own", "1").build(), new byte[0]);
            Message message = plain.next(SOON).orElseThrow();
            assertThat(message.headers().last("own")).isEqualTo("1");
            assertThat(message.headers().last("traceparent"))
                    .startsWith("00-" + span("publish a").getTraceId() + "-"
                            + span("publish a").getSpanId() + "-");
        }
    }

    @Test
    void a_request_is_one_trace_with_its_answer_and_a_failed_one_says_so() {
        try (NatsServer server = NatsServer.builder().start();
                Connection nats = connect(server)) {
            nats.subscribe("echo", message -> message.reply(message.bytes()));
            nats.flush();
            nats.request("echo", new byte[2], SOON);
            assertThatThrownBy(() -> nats.request("nobody", new byte[2], SOON))
                    .isInstanceOf(NoRespondersException.class);

            SpanData request = span("request echo");
            assertThat(request.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(span("process echo").getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(span("publish (temporary)").getTraceId()).isEqualTo(request.getTraceId());
            SpanData failed = span("request nobody");
            assertThat(failed.getStatus().getStatusCode())
                    .isEqualTo(StatusData.error().getStatusCode());
            assertThat(attribute(failed, "error.type")).isEqualTo(NoRespondersException.class.getName());
        }
    }

    @Test
    void a_handler_that_throws_fails_its_span() {
        try (NatsServer server = NatsServer.builder().start();
                Connection nats = connect(server)) {
            nats.subscribe("bad", message -> {
                throw new IllegalStateException("no");
            });
            nats.publish("bad", "x");
            assertThat(attribute(span("process bad"), "error.type")).isEqualTo(IllegalStateException.class.getName());
        }
    }

    @Test
    void a_stored_message_carries_its_publishers_context_to_the_consumers_handler() {
        try (NatsServer server = NatsServer.builder().jetStream().start();
                Connection nats = connect(server)) {
            JetStream js = JetStream.on(nats);
            StreamHandle stream = js.createStream(StreamConfig.builder("ORDERS")
                    .subjects("orders.>")
                    .storage(StorageType.MEMORY)
                    .build());
            js.publish("orders.new", new byte[1]);
            try (var consuming = stream.createConsumer(
                            ConsumerConfig.builder("worker").build())
                    .consume(JetStreamMessage::ack)) {
                assertThat(consuming).isNotNull();
                SpanData published = span("request orders.new");
                await().atMost(SOON)
                        .until(() -> spans.getFinishedSpanItems().stream()
                                .anyMatch(span -> span.getKind() == SpanKind.CONSUMER
                                        && span.getParentSpanId().equals(published.getSpanId())));
            }
            assertThat(spans.getFinishedSpanItems())
                    .noneMatch(span -> span.getName().contains("$JS"));
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // whoever calls this closes it
    private Scope caller(Span[] caller) {
        caller[0] = openTelemetry.getTracer("test").spanBuilder("caller").startSpan();
        return caller[0].makeCurrent();
    }

    private List<SpanData> spans(String name, int count) {
        Supplier<List<SpanData>> found = () -> spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
        await().atMost(SOON).until(() -> found.get().size() >= count);
        assertThat(found.get()).hasSize(count);
        return found.get();
    }

    private static StreamHandle orders(JetStream js) {
        return js.createStream(StreamConfig.builder("ORDERS")
                .subjects("orders.>")
                .storage(StorageType.MEMORY)
                .allowAtomicPublish(true)
                .allowBatchPublish(true)
                .build());
    }

    @Test
    void an_atomic_batch_is_a_span_above_those_of_its_messages() {
        try (NatsServer server = NatsServer.builder().jetStream().start();
                Connection nats = connect(server)) {
            JetStream js = JetStream.on(nats);
            StreamHandle stream = orders(js);
            Span[] caller = new Span[1];
            try (Scope current = caller(caller)) {
                assertThat(current).isNotNull();
                AsyncAtomicBatch batch = js.async().atomicBatch(b -> {});
                for (int i = 0; i < 3; i++) {
                    // the steps go on when the first message is confirmed, on a thread of the client's
                    batch.add(OutgoingMessage.to("orders.new").payload("x").build());
                }
                assertThat(batch.commit(OutgoingMessage.to("orders.last").build())
                                .orTimeout(10, TimeUnit.SECONDS)
                                .join()
                                .batchSize())
                        .isEqualTo(4);
                assertThat(Span.current()).isEqualTo(caller[0]);
            }
            SpanData whole = span("batch orders.new");
            assertThat(whole.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(whole.getParentSpanId())
                    .isEqualTo(caller[0].getSpanContext().getSpanId());
            assertThat(whole.getAttributes().get(AttributeKey.longKey("messaging.batch.message_count")))
                    .isEqualTo(4);
            assertThat(whole.getStatus()).isEqualTo(StatusData.unset());
            assertThat(spans("publish orders.new", 3))
                    .allMatch(one -> one.getParentSpanId().equals(whole.getSpanId()));
            assertThat(span("publish orders.last").getParentSpanId()).isEqualTo(whole.getSpanId());
            assertThat(stream.message(2).orElseThrow().headers().last("traceparent"))
                    .contains(whole.getTraceId());
        }
    }

    @Test
    void the_empty_commit_of_an_atomic_batch_is_no_message_of_it() {
        try (NatsServer server = NatsServer.builder().jetStream().start();
                Connection nats = connect(server)) {
            JetStream js = JetStream.on(nats);
            orders(js);
            try (AtomicBatch batch = js.atomicBatch(b -> {})) {
                batch.add(OutgoingMessage.to("orders.new").build());
                batch.add(OutgoingMessage.to("orders.new").build());
                assertThat(batch.commit().batchSize()).isEqualTo(2);
            }
            assertThat(span("batch orders.new")
                            .getAttributes()
                            .get(AttributeKey.longKey("messaging.batch.message_count")))
                    .isEqualTo(2);
            assertThat(spans.getFinishedSpanItems())
                    .extracting(SpanData::getName)
                    .containsExactlyInAnyOrder("publish orders.new", "publish orders.new", "batch orders.new");
        }
    }

    @Test
    void a_batch_that_is_refused_or_given_up_ends_its_span_and_one_without_messages_has_none() {
        try (NatsServer server = NatsServer.builder().jetStream().start();
                Connection nats = connect(server)) {
            JetStream js = JetStream.on(nats);
            orders(js);
            try (AtomicBatch refused = js.atomicBatch(b -> {})) {
                refused.add(OutgoingMessage.to("orders.a").build());
                OutgoingMessage last = OutgoingMessage.to("orders.a").build();
                assertThatThrownBy(() -> refused.commit(last, p -> p.expectLastSequence(77)))
                        .isInstanceOf(JetStreamApiException.class);
            }
            SpanData failed = span("batch orders.a");
            assertThat(attribute(failed, "error.type")).isEqualTo(JetStreamApiException.class.getName());
            try (AtomicBatch given = js.atomicBatch(b -> {})) {
                given.add(OutgoingMessage.to("orders.b").build());
            }
            assertThat(span("batch orders.b").getStatus()).isEqualTo(StatusData.unset());
            js.atomicBatch(b -> {}).close();
            assertThat(spans.getFinishedSpanItems().stream()
                            .filter(span -> span.getName().startsWith("batch "))
                            .toList())
                    .hasSize(2);
        }
    }

    @Test
    void a_message_of_a_batch_stays_below_a_span_of_its_own_if_the_caller_has_one() {
        try (NatsServer server = NatsServer.builder().jetStream().start();
                Connection nats = connect(server)) {
            JetStream js = JetStream.on(nats);
            orders(js);
            Span[] caller = new Span[1];
            try (AtomicBatch batch = js.atomicBatch(b -> {})) {
                batch.add(OutgoingMessage.to("orders.a").build());
                try (Scope current = caller(caller)) {
                    assertThat(current).isNotNull();
                    batch.add(OutgoingMessage.to("orders.b").build());
                }
                batch.commit();
            }
            assertThat(span("publish orders.a").getParentSpanId())
                    .isEqualTo(span("batch orders.a").getSpanId());
            assertThat(span("publish orders.b").getParentSpanId())
                    .isEqualTo(caller[0].getSpanContext().getSpanId());
        }
    }

    @Test
    void fast_ingest_is_a_span_above_those_of_its_messages_whose_headers_have_the_context() {
        try (NatsServer server = NatsServer.builder().jetStream().start();
                Connection nats = connect(server)) {
            JetStream js = JetStream.on(nats);
            StreamHandle stream = orders(js);
            try (IngestPublisher ingest = js.ingest("ORDERS", i -> {})) {
                for (int i = 0; i < 20; i++) {
                    ingest.add("orders.fast", new byte[3]);
                }
                ingest.commit();
            }
            SpanData whole = span("batch orders.fast");
            assertThat(whole.getAttributes().get(AttributeKey.longKey("messaging.batch.message_count")))
                    .isEqualTo(20);
            // neither the commit nor what keeps a batch alive is a message
            List<SpanData> messages = spans("publish orders.fast", 20);
            assertThat(messages).allMatch(one -> one.getParentSpanId().equals(whole.getSpanId()));
            assertThat(stream.message(20).orElseThrow().headers().last("traceparent"))
                    .contains(messages.get(19).getSpanId());
            try (IngestPublisher given = js.ingest("ORDERS", i -> {})) {
                given.add("orders.given.up", new byte[3]);
            }
            assertThat(span("batch orders.given.up").getStatus()).isEqualTo(StatusData.unset());
        }
    }

    @Test
    void a_message_that_is_taken_has_a_span_that_points_at_its_publisher() throws Exception {
        try (NatsServer server = NatsServer.builder().start();
                Connection nats = connect(server);
                Subscription taken = nats.subscribe("orders.*", SubscribeOptions.of(o -> o.queueGroup("workers")))) {
            nats.flush();
            List<Runnable> ways = List.of(
                    () -> taken.next(),
                    () -> taken.next(SOON),
                    () -> taken.iterator().next(),
                    () -> await().atMost(SOON).until(() -> taken.poll().isPresent()),
                    () -> taken.async().next().orTimeout(10, TimeUnit.SECONDS).join(),
                    () -> taken.async()
                            .next(SOON)
                            .orTimeout(10, TimeUnit.SECONDS)
                            .join());
            for (int way = 0; way < ways.size(); way++) {
                spans.reset();
                nats.publish("orders." + way, "x");
                ways.get(way).run();
                SpanData published = span("publish orders." + way);
                SpanData received = spans("receive orders.*", 1).get(0);
                assertThat(received.getKind()).isEqualTo(SpanKind.CLIENT);
                assertThat(received.getLinks())
                        .extracting(link -> link.getSpanContext().getSpanId())
                        .containsExactly(published.getSpanId());
                assertThat(attribute(received, "messaging.operation.type")).isEqualTo("receive");
                assertThat(attribute(received, "messaging.destination.name")).isEqualTo("orders." + way);
                assertThat(attribute(received, "messaging.consumer.group.name")).isEqualTo("workers");
            }
        }
    }

    @Test
    void whoever_waits_for_a_message_has_a_span_as_long_as_that_below_its_own() {
        try (NatsServer server = NatsServer.builder().start();
                Connection nats = connect(server);
                Subscription taken = nats.subscribe("late")) {
            nats.flush();
            Span[] caller = new Span[1];
            try (Scope current = caller(caller)) {
                assertThat(current).isNotNull();
                CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS)
                        .execute(() -> nats.publish("late", Headers.empty(), new byte[0]));
                taken.next(SOON);
            }
            SpanData received = span("receive late");
            assertThat(received.getParentSpanId())
                    .isEqualTo(caller[0].getSpanContext().getSpanId());
            assertThat(Duration.ofNanos(received.getEndEpochNanos() - received.getStartEpochNanos()))
                    .isGreaterThan(Duration.ofMillis(20));
            assertThat(received.getStartEpochNanos())
                    .isLessThan(span("publish late").getStartEpochNanos());
        }
    }

    @Test
    void a_message_is_taken_before_what_depends_on_its_future_runs_and_on_the_same_thread() {
        try (NatsServer server = NatsServer.builder().jetStream().start();
                Connection nats = connect(server)) {
            JetStream js = JetStream.on(nats);
            AsyncConsumerHandle consumer = orders(js)
                    .createConsumer(ConsumerConfig.builder("worker").build())
                    .async();
            Subscription one = nats.subscribe("one");
            List<CompletableFuture<String>> seen = List.of(
                    one.async().next().thenApply(message -> lastSpan()),
                    consumer.next(SOON).thenApply(message -> lastSpan()),
                    consumer.fetch(f -> f.messages(1).expires(SOON)).thenApply(messages -> lastSpan()));
            nats.publish("one", new byte[1]);
            nats.publish("orders.new", new byte[1]);
            nats.publish("orders.new", new byte[1]);
            assertThat(seen)
                    .allSatisfy(last -> assertThat(
                                    last.orTimeout(10, TimeUnit.SECONDS).join())
                            .startsWith("receive "));
        }
    }

    /** What was told of last on this thread. */
    private String lastSpan() {
        return String.valueOf(last.get());
    }

    @Test
    void a_batch_handler_takes_each_message_of_a_batch() {
        try (NatsServer server = NatsServer.builder().start();
                Connection nats = connect(server)) {
            nats.subscribeBatches("many", SubscribeOptions.of(o -> {}), batch -> {});
            nats.flush();
            nats.publish("many", "1");
            nats.publish("many", "2");
            assertThat(spans("receive many", 2))
                    .extracting(one -> one.getLinks().get(0).getSpanContext().getSpanId())
                    .containsExactlyInAnyOrderElementsOf(spans("publish many", 2).stream()
                            .map(SpanData::getSpanId)
                            .toList());
        }
    }

    @Test
    void what_is_fetched_from_a_stream_is_taken_once_and_its_work_may_continue_the_trace() {
        try (NatsServer server = NatsServer.builder().jetStream().start();
                Connection nats = connect(server)) {
            JetStream js = JetStream.on(nats);
            ConsumerHandle consumer =
                    orders(js).createConsumer(ConsumerConfig.builder("worker").build());
            for (int i = 0; i < 4; i++) {
                js.publish("orders.new", new byte[1]);
            }
            JetStreamMessage first = consumer.next(SOON).orElseThrow();
            consumer.fetch(f -> f.messages(1)).all();
            js.async().stream("ORDERS")
                    .consumer("worker")
                    .fetch(f -> f.messages(2))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
            assertThat(spans("receive (temporary)", 4))
                    .extracting(one -> one.getLinks().get(0).getSpanContext().getSpanId())
                    .containsExactlyInAnyOrderElementsOf(spans("request orders.new", 4).stream()
                            .map(SpanData::getSpanId)
                            .toList());
            Span work = openTelemetry
                    .getTracer("test")
                    .spanBuilder("work")
                    .setParent(NatsTracing.of(openTelemetry).contextOf(first.headers()))
                    .startSpan();
            work.end();
            assertThat(span("work").getTraceId())
                    .isEqualTo(spans("request orders.new", 4).get(0).getTraceId());
        }
    }
}
