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
import io.natskit.client.Subscription;
import io.natskit.jetstream.JetStream;
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
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NatsTracingIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();

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
}
