// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.opentelemetry;

import io.natskit.client.Message;
import io.natskit.client.MessageTracer;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.headers.HeadersBuilder;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Spans for what a connection publishes, requests and handles, after OpenTelemetry's conventions for messaging, with the context in the headers of each message:
 * {@code traceparent} and {@code tracestate}, if the propagator is W3C's. A handler runs in a span below its publisher's, so that what it publishes continues the trace.
 *
 * <pre>{@code Nats.connect(o -> o.servers(url).tracer(NatsTracing.of(openTelemetry)))}</pre>
 *
 * <table>
 * <caption>Spans</caption>
 * <tr><td>{@code publish <subject>}</td><td>PRODUCER</td><td>until the message is in the outgoing buffer</td></tr>
 * <tr><td>{@code request <subject>}</td><td>CLIENT</td><td>until the reply; a publish that waits for a stream's acknowledgement is one, too; failed with {@code error.type}</td></tr>
 * <tr><td>{@code process <subject of the subscription>}</td><td>CONSUMER</td><td>while the handler runs; failed when it throws</td></tr>
 * <tr><td>{@code receive <subject of the subscription>}</td><td>CLIENT</td><td>while somebody waited for a message that is taken ({@code next}, fetch, batch handlers, futures, Flow), with a link to its publisher</td></tr>
 * <tr><td>{@code batch <subject of the first message>}</td><td>CLIENT</td><td>an atomic batch or a fast ingest, until its acknowledgement, above the spans of its messages</td></tr>
 * </table>
 *
 * <p>Inboxes are shown as {@code (temporary)}. Subjects that begin with {@code $}, the API of JetStream and the like, are not traced unless {@link #tracing} says so. Safe for all threads.
 */
public final class NatsTracing implements MessageTracer {
    private static final String SCOPE = "io.natskit.opentelemetry";
    private static final String TEMPORARY = "(temporary)";
    private static final String INBOX = "_INBOX.";
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> TEMPLATE = AttributeKey.stringKey("messaging.destination.template");
    private static final AttributeKey<Boolean> IS_TEMPORARY =
            AttributeKey.booleanKey("messaging.destination.temporary");
    private static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
    private static final AttributeKey<Long> SIZE = AttributeKey.longKey("messaging.message.body.size");
    private static final AttributeKey<Long> COUNT = AttributeKey.longKey("messaging.batch.message_count");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private static final Sending UNTRACED_EMPTY = new Untraced(Headers.empty());
    private static final Handling UNTRACED = error -> {};

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final Predicate<String> traced;

    private NatsTracing(OpenTelemetry openTelemetry, Predicate<String> traced) {
        this.tracer = openTelemetry.getTracer(SCOPE);
        this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
        this.traced = traced;
    }

    /** Spans by {@code openTelemetry}, and headers by its propagators. */
    public static NatsTracing of(OpenTelemetry openTelemetry) {
        return new NatsTracing(openTelemetry, subject -> !subject.startsWith("$"));
    }

    /** Spans for those subjects alone that {@code traced} says true to; it is asked for every message. */
    public static NatsTracing tracing(OpenTelemetry openTelemetry, Predicate<String> traced) {
        return new NatsTracing(openTelemetry, traced);
    }

    @Override
    public Sending publishing(String subject, Headers headers, int bytes) {
        return sending("publish", SpanKind.PRODUCER, subject, headers, bytes);
    }

    @Override
    public Sending requesting(String subject, Headers headers, int bytes) {
        return sending("request", SpanKind.CLIENT, subject, headers, bytes);
    }

    private Sending sending(String operation, SpanKind kind, String subject, Headers headers, int bytes) {
        if (!traced.test(subject)) {
            return headers.isEmpty() ? UNTRACED_EMPTY : new Untraced(headers);
        }
        Span span = span(operation, "send", kind, subject, bytes).startSpan();
        HeadersBuilder carrier = headers.toBuilder();
        propagator.inject(Context.current().with(span), carrier, (to, name, value) -> {
            if (to != null) {
                to.set(name, value);
            }
        });
        return new Sent(carrier.build(), span);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed when the handling ends, on the same thread
    public Handling handling(Message message) {
        if (!traced.test(message.subject())) {
            return UNTRACED;
        }
        Context sender = contextOf(message.headers());
        SpanBuilder builder = span("process", "process", SpanKind.CONSUMER, message.subject(), message.size());
        Span span = subscribed(builder, message).setParent(sender).startSpan();
        span.updateName("process " + shown(message.subscription().subject()));
        Scope scope = sender.with(span).makeCurrent();
        return error -> {
            scope.close();
            ended(span, error);
        };
    }

    /**
     * The context of whoever published a message with these headers: for work on messages that are taken, whose spans nobody but their receiver can open.
     * {@code tracer.spanBuilder("work").setParent(tracing.contextOf(message.headers()))}.
     */
    public Context contextOf(Headers headers) {
        return propagator.extract(Context.current(), headers, HeadersGetter.ONE);
    }

    @Override
    public void taken(Message message, long waitedNanos) {
        if (!traced.test(message.subject())) {
            return;
        }
        SpanContext publisher = Span.fromContext(
                        propagator.extract(Context.root(), message.headers(), HeadersGetter.ONE))
                .getSpanContext();
        SpanBuilder builder = subscribed(
                        span("receive", "receive", SpanKind.CLIENT, message.subject(), message.size()), message)
                .setStartTimestamp(Instant.now().minusNanos(waitedNanos));
        if (publisher.isValid()) {
            builder.addLink(publisher);
        }
        Span span = builder.startSpan();
        span.updateName("receive " + shown(message.subscription().subject()));
        span.end();
    }

    @Override
    public Gathering gathering(String subject) {
        if (!traced.test(subject)) {
            return MessageTracer.super.gathering(subject);
        }
        Span span = tracer.spanBuilder("batch " + shown(subject))
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(SYSTEM, "nats")
                .setAttribute(OPERATION, "batch")
                .setAttribute(TYPE, "send")
                .setAttribute(DESTINATION, subject)
                .startSpan();
        return new Batch(span, Context.current().with(span), Span.current().getSpanContext());
    }

    /**
     * @param above who began it
     */
    private record Batch(Span span, Context context, SpanContext above) implements Gathering {
        @Override
        @SuppressWarnings("MustBeClosedChecker") // closed when it was sent, on the same thread
        public Runnable sending() {
            SpanContext here = Span.current().getSpanContext();
            if (here.isValid() && !here.equals(above)) {
                return () -> {}; // the caller has a span of its own for it
            }
            return context.makeCurrent()::close;
        }

        @Override
        public void ended(long messages, @Nullable Throwable error) {
            span.setAttribute(COUNT, messages);
            NatsTracing.ended(span, error);
        }
    }

    /** With what is known of the subscription. */
    private static SpanBuilder subscribed(SpanBuilder builder, Message message) {
        builder.setAttribute(TEMPLATE, message.subscription().subject());
        String group = message.subscription().queueGroup();
        return group == null ? builder : builder.setAttribute(GROUP, group);
    }

    private SpanBuilder span(String operation, String type, SpanKind kind, String subject, int bytes) {
        SpanBuilder builder = tracer.spanBuilder(operation + " " + shown(subject))
                .setSpanKind(kind)
                .setAttribute(SYSTEM, "nats")
                .setAttribute(OPERATION, operation)
                .setAttribute(TYPE, type)
                .setAttribute(DESTINATION, subject)
                .setAttribute(SIZE, (long) bytes);
        return subject.startsWith(INBOX) ? builder.setAttribute(IS_TEMPORARY, true) : builder;
    }

    private static String shown(String subject) {
        return subject.startsWith(INBOX) ? TEMPORARY : subject;
    }

    private static void ended(Span span, @Nullable Throwable error) {
        if (error != null) {
            span.setAttribute(ERROR, error.getClass().getName());
            span.setStatus(StatusCode.ERROR, String.valueOf(error.getMessage()));
            span.recordException(error);
        }
        span.end();
    }

    private record Untraced(Headers headers) implements Sending {
        @Override
        public void ended(@Nullable Throwable error) {}
    }

    private record Sent(Headers headers, Span span) implements Sending {
        @Override
        public void ended(@Nullable Throwable error) {
            NatsTracing.ended(span, error);
        }
    }
}
