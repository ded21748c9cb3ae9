// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.jetstream.JetStream;
import io.natskit.server.jetstream.account.JetStreamAccount;
import io.natskit.server.jetstream.consumer.ConsumerActor;
import io.natskit.server.jetstream.consumer.Consumers;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.json.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Streams, and the consumers of one, as the dashboard lists them. */
final class DashboardStreams {
    private static final int SUBJECTS_MAX = 8;
    private static final Comparator<Row> BY_NAME =
            Comparator.comparing(Row::name).thenComparing(Row::account);

    private DashboardStreams() {}

    /** What is known of a stream; {@code lag} is what its consumers have still to deliver, taken together. */
    private record Row(
            String account,
            String name,
            List<String> subjects,
            String storage,
            long messages,
            long bytes,
            long firstSequence,
            long lastSequence,
            long consumers,
            long lag,
            long unacknowledged) {
        /** On the stream's loop. */
        static Row of(Stream stream) {
            List<String> subjects = stream.config().subjects();
            long lag = 0;
            long unacknowledged = 0;
            List<ConsumerActor> consumers = Consumers.shown(stream);
            for (ConsumerActor one : consumers) {
                ConsumerInfo info = one.info();
                lag += info.numPending();
                unacknowledged += info.numAckPending();
            }
            return new Row(
                    stream.account().name(),
                    stream.name(),
                    subjects.subList(0, Math.min(SUBJECTS_MAX, subjects.size())),
                    stream.config().storage().json(),
                    stream.store().messages(),
                    stream.store().bytes(),
                    stream.store().firstSequence(),
                    stream.store().lastSequence(),
                    consumers.size(),
                    lag,
                    unacknowledged);
        }

        void write(JsonWriter json) {
            json.field("account", account)
                    .field("name", name)
                    .strings("subjects", subjects)
                    .field("storage", storage)
                    .field("messages", messages)
                    .field("bytes", bytes)
                    .field("first_seq", firstSequence)
                    .field("last_seq", lastSequence)
                    .field("consumers", consumers)
                    .field("lag", lag)
                    .field("ack_pending", unacknowledged);
        }
    }

    /** The streams of all accounts. By name only those that are shown are asked; by a count all that are found have to be. */
    static void write(Sources sources, Listing asked, JsonWriter json) {
        List<Stream> found = new ArrayList<>();
        long total = 0;
        JetStream jetStream = sources.jetStream().get();
        if (jetStream != null) {
            for (JetStreamAccount account : jetStream.server().accounts()) {
                for (Stream stream : account.streams()) {
                    total++;
                    if (asked.finds(stream.name(), account.name())) {
                        found.add(stream);
                    }
                }
            }
        }
        List<Row> page;
        Comparator<Row> order = order(asked);
        if (order == null) {
            found.sort(Comparator.comparing(Stream::name)
                    .thenComparing(one -> one.account().name()));
            page = StreamReading.of(asked.page(found), Row::of);
        } else {
            List<Row> rows = StreamReading.of(found, Row::of);
            rows.sort(order);
            page = asked.page(rows);
        }
        asked.write(json, total, found.size(), page, Row::write);
    }

    private static @Nullable Comparator<Row> order(Listing asked) {
        return switch (asked.sort()) {
            case "", "name" -> null;
            case "messages" -> most(Row::messages);
            case "bytes" -> most(Row::bytes);
            case "consumers" -> most(Row::consumers);
            case "lag" -> most(Row::lag);
            default -> throw asked.unknownSort();
        };
    }

    private static Comparator<Row> most(ToLongFunction<Row> count) {
        return Comparator.comparingLong(count).reversed().thenComparing(BY_NAME);
    }

    /** The consumers of one stream; none where there is no such stream. */
    static void consumers(Sources sources, String account, String name, Listing asked, JsonWriter json) {
        JetStream jetStream = sources.jetStream().get();
        JetStreamAccount owner = jetStream == null ? null : jetStream.server().find(account);
        Stream stream = owner == null ? null : owner.find(name);
        List<ConsumerInfo> all = new ArrayList<>();
        if (stream != null) {
            StreamReading.of(
                            List.of(stream),
                            one -> Consumers.shown(one).stream()
                                    .map(ConsumerActor::info)
                                    .toList())
                    .forEach(all::addAll);
        }
        List<ConsumerInfo> found = new ArrayList<>(
                all.stream().filter(one -> asked.finds(one.name())).toList());
        found.sort(consumerOrder(asked));
        asked.write(json, all.size(), found.size(), asked.page(found), DashboardStreams::consumer);
    }

    private static Comparator<ConsumerInfo> consumerOrder(Listing asked) {
        Comparator<ConsumerInfo> byName = Comparator.comparing(ConsumerInfo::name);
        return switch (asked.sort()) {
            case "", "name" -> byName;
            case "lag" ->
                Comparator.comparingLong(ConsumerInfo::numPending).reversed().thenComparing(byName);
            default -> throw asked.unknownSort();
        };
    }

    private static void consumer(ConsumerInfo one, JsonWriter json) {
        boolean push = !one.config().deliverSubject().isEmpty();
        json.field("name", one.name())
                .field("kind", push ? "push" : "pull")
                .field("lag", one.numPending())
                .field("ack_pending", one.numAckPending())
                .field("redelivered", one.numRedelivered())
                .field("waiting", one.numWaiting())
                .field("delivered_seq", one.delivered().stream())
                .field("ack_floor_seq", one.ackFloor().stream());
    }
}
