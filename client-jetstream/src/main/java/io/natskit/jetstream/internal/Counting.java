// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.AsyncCounters;
import io.natskit.jetstream.Counter;
import io.natskit.jetstream.Counters;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.Pages;
import io.natskit.jetstream.PublishSpec;
import io.natskit.jetstream.ReadSpec;
import io.natskit.jetstream.StoredMessage;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Counters (ADR-49): an increment is a message, the value stands in the last one. */
final class Counting {
    private final Engine engine;
    private final String stream;

    Counting(Engine engine, String stream) {
        this.engine = engine;
        this.stream = stream;
    }

    private static OutgoingMessage increment(String subject, BigInteger delta) {
        return OutgoingMessage.to(subject)
                .header("Nats-Incr", (delta.signum() < 0 ? "" : "+") + delta)
                .build();
    }

    private static BigInteger value(PubAck ack) {
        try {
            return new BigInteger(ack.value());
        } catch (NumberFormatException e) {
            throw new JetStreamApiException(
                    501,
                    0,
                    "the stream stored the increment as an ordinary message: it does not count (allowMessageCounter)");
        }
    }

    private CompletableFuture<Optional<Counter>> read(String subject) {
        return engine.ops()
                .message(stream, true, new JsonWriter().field("last_by_subj", subject))
                .thenApply(found -> found.map(Counting::counter));
    }

    private static Counter counter(StoredMessage message) {
        try {
            String value = JsonObject.parse(message.bytes()).string("val");
            return new Counter(
                    message.subject(),
                    number(value),
                    sources(message.headers().first("Nats-Counter-Sources")),
                    number(message.headers().first("Nats-Incr")));
        } catch (JsonException | NumberFormatException e) {
            throw new JetStreamApiException(
                    500, 0, "the last message of \"" + message.subject() + "\" is no counter: " + e.getMessage());
        }
    }

    private static BigInteger number(@Nullable String digits) {
        return digits == null ? BigInteger.ZERO : new BigInteger(digits.startsWith("+") ? digits.substring(1) : digits);
    }

    private static Map<String, Map<String, BigInteger>> sources(@Nullable String json) {
        if (json == null) {
            return Map.of();
        }
        Map<String, Map<String, BigInteger>> sources = new LinkedHashMap<>();
        JsonObject read = JsonObject.parse(StreamOps.utf8(json));
        for (String source : read.names()) {
            JsonObject subjects = read.object(source);
            Map<String, BigInteger> values = new LinkedHashMap<>();
            if (subjects != null) {
                subjects.names().forEach(subject -> values.put(subject, number(subjects.string(subject))));
            }
            sources.put(source, values);
        }
        return sources;
    }

    private PagedList.Source<Counter> all(String filter) {
        BatchGet pages = new BatchGet(
                engine.context(), stream, new ReadSpec().subject(filter).lastPerSubject());
        return () -> pages.next()
                .thenApply(page -> new PagedList.Page<>(
                        page.elements().stream().map(Counting::counter).toList(), page.last()));
    }

    Counters blocking() {
        return new Blocking();
    }

    AsyncCounters async() {
        return new Async();
    }

    private final class Blocking implements Counters {
        @Override
        public BigInteger add(String subject, BigInteger delta) {
            return value(engine.publishing().publish(increment(subject, delta), new PublishSpec()));
        }

        @Override
        public BigInteger add(String subject, long delta) {
            return add(subject, BigInteger.valueOf(delta));
        }

        @Override
        public Optional<BigInteger> get(String subject) {
            return counter(subject).map(Counter::value);
        }

        @Override
        public Optional<Counter> counter(String subject) {
            return engine.context().await(read(subject), "counter");
        }

        @Override
        public Iterable<Counter> counters(String filter) {
            return PagedList.blocking(engine.context(), "counters", () -> all(filter));
        }
    }

    private final class Async implements AsyncCounters {
        @Override
        public CompletableFuture<BigInteger> add(String subject, BigInteger delta) {
            return engine.publishing()
                    .publishAsync(increment(subject, delta), new PublishSpec())
                    .thenApply(Counting::value);
        }

        @Override
        public CompletableFuture<BigInteger> add(String subject, long delta) {
            return add(subject, BigInteger.valueOf(delta));
        }

        @Override
        public CompletableFuture<Optional<BigInteger>> get(String subject) {
            return counter(subject).thenApply(found -> found.map(Counter::value));
        }

        @Override
        public CompletableFuture<Optional<Counter>> counter(String subject) {
            return engine.context().hop(read(subject));
        }

        @Override
        public Pages<Counter> counters(String filter) {
            return new PagedList<>(engine.context(), all(filter));
        }
    }
}
