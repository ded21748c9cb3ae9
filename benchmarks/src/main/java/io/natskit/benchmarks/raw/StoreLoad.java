// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import io.natskit.peer.load.LoadArguments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Loads on JetStream: {@code js-store} (publish with {@code inflight} not acknowledged, into {@code storage}), {@code js-ingest} (one batch of fast ingest), {@code js-fill} ({@code messages} into a stream that stays),
 * {@code js-consume} ({@code messages}, {@code ack=none|explicit}, one pull consumer), {@code js-get} (direct gets of a stream that was filled),
 * {@code js-subjects} and {@code js-filters} (a stream of many subjects, and consumers with a filter on it), {@code js-count}, {@code js-many}
 * ({@code streams} with {@code consumers} each, that stay).
 */
final class StoreLoad {
    private static final int DRAWN = 8192;
    private static final byte[] ACK = "{\"stream\"".getBytes(StandardCharsets.US_ASCII);
    private static final int FILL_IN_FLIGHT = 4096;

    private final LoadArguments arguments;
    private final Target target;
    private final int size;
    private final long millis;
    private final int messages;

    StoreLoad(LoadArguments arguments) {
        this.arguments = arguments;
        this.target = Target.of(arguments);
        this.size = arguments.integer("size", 128);
        this.millis = arguments.integer("millis", 1000);
        this.messages = arguments.integer("messages", 200_000);
    }

    /** Publishes for a time into a new stream, and removes it. */
    String store() throws IOException {
        try (StreamApi api = StreamApi.open(target)) {
            api.makeStream(arguments.text("storage", "memory"));
            long start = System.nanoTime();
            long stored = publish(
                    DRAWN, i -> "a", arguments.integer("inflight", 1), start + millis * 1_000_000, Long.MAX_VALUE);
            long nanos = System.nanoTime() - start;
            expect(api, stored);
            api.deleteStream();
            return line(stored, nanos);
        }
    }

    /** Stores {@code messages} in one batch of fast ingest into a new stream, and removes it. */
    String ingest() throws IOException {
        try (StreamApi api = StreamApi.open(target);
                RawConnection connection = RawConnection.open(target)) {
            api.makeStream(arguments.text("storage", "memory"));
            Ingester ingester = new Ingester(connection, StreamApi.PREFIX + "a", size);
            long start = System.nanoTime();
            ingester.store(messages);
            long nanos = System.nanoTime() - start;
            expect(api, messages);
            api.deleteStream();
            return line(messages, nanos);
        }
    }

    /** Fills a new stream that stays. */
    String fill() throws IOException {
        try (StreamApi api = StreamApi.open(target)) {
            api.makeStream(arguments.text("storage", "memory"));
            long start = System.nanoTime();
            publish(DRAWN, i -> "a", FILL_IN_FLIGHT, Long.MAX_VALUE, messages);
            long nanos = System.nanoTime() - start;
            expect(api, messages);
            return line(messages, nanos);
        }
    }

    /** Fills a new stream that stays, each message on a subject of its own. */
    String subjects() throws IOException {
        try (StreamApi api = StreamApi.open(target)) {
            api.makeStream(arguments.text("storage", "memory"));
            long start = System.nanoTime();
            publish(messages, StoreLoad::subject, 1024, Long.MAX_VALUE, messages);
            long nanos = System.nanoTime() - start;
            expect(api, messages);
            return line(messages, nanos);
        }
    }

    private static String subject(int index) {
        return "device" + index / 1000 + ".sensor" + index % 1000;
    }

    private long publish(int drawn, IntFunction<String> subject, int inFlight, long deadline, long countMax)
            throws IOException {
        try (RawConnection connection = RawConnection.open(target)) {
            byte[][] requests = new byte[drawn][];
            for (int i = 0; i < drawn; i++) {
                requests[i] = Blocks.publish(StreamApi.PREFIX + subject.apply(i), Window.reply(i) + " ", size);
            }
            return new Window(connection, requests, inFlight, ACK).run(deadline, countMax);
        }
    }

    private static void expect(StreamApi api, long stored) throws IOException {
        long there = StreamApi.number(api.ask("STREAM.INFO." + StreamApi.STREAM, ""), "messages");
        if (there != stored) {
            throw new IOException("messages in the stream: " + there + " (expected: " + stored + ")");
        }
    }

    /** Waits until the stream of before is there, and says how many messages it has. */
    String count() throws IOException {
        try (StreamApi api = StreamApi.open(target)) {
            return "messages=" + StreamApi.number(api.ask("STREAM.INFO." + StreamApi.STREAM, ""), "messages");
        }
    }

    /** Makes streams in memory with consumers, all of them empty, for monitoring to tell of. */
    String many() throws IOException {
        int streams = arguments.integer("streams", 20);
        int consumers = arguments.integer("consumers", 5);
        try (StreamApi api = StreamApi.open(target)) {
            for (int i = 0; i < streams; i++) {
                String name = "MANY" + i;
                api.ask(
                        "STREAM.CREATE." + name,
                        "{\"name\":\"" + name + "\",\"subjects\":[\"many." + i
                                + ".>\"],\"storage\":\"memory\",\"retention\":\"limits\",\"num_replicas\":1}");
                for (int j = 0; j < consumers; j++) {
                    api.ask(
                            "CONSUMER.CREATE." + name + ".C" + j,
                            "{\"stream_name\":\"" + name + "\",\"config\":{\"durable_name\":\"C" + j + "\",\"name\":\"C"
                                    + j + "\",\"ack_policy\":\"explicit\",\"deliver_policy\":\"all\"}}");
                }
            }
        }
        return "streams=" + streams;
    }

    /** Consumes what {@link #fill} has stored, by a consumer made for it. */
    String consume() throws IOException {
        String policy = arguments.text("ack", "explicit");
        try (StreamApi api = StreamApi.open(target);
                RawConnection connection = RawConnection.open(target)) {
            api.makeConsumer("PULL", policy, "", false);
            Puller puller = new Puller(connection, "PULL", policy.equals("explicit"));
            long start = System.nanoTime();
            puller.take(messages);
            awaitAcknowledged(api);
            long nanos = System.nanoTime() - start;
            api.deleteConsumer("PULL");
            return line(messages, nanos);
        }
    }

    /** nats-server takes acknowledgements on a thread of their own, some after the answer to the PING that follows them. */
    private static void awaitAcknowledged(StreamApi api) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            String info = api.ask("CONSUMER.INFO." + StreamApi.STREAM + ".PULL", "");
            long unacked = StreamApi.number(info, "num_ack_pending");
            if (unacked == 0) {
                return;
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("acknowledgements outstanding: " + unacked + " (expected: 0)");
            }
        }
    }

    /** Direct gets by sequence of what {@link #fill} has stored, in random order. */
    String get() throws IOException {
        java.util.SplittableRandom random = new java.util.SplittableRandom(1);
        byte[][] requests = new byte[DRAWN][];
        for (int i = 0; i < DRAWN; i++) {
            String body = "{\"seq\":" + (1 + random.nextInt(messages)) + "}";
            requests[i] = ("PUB $JS.API.DIRECT.GET." + StreamApi.STREAM + " " + Window.reply(i) + " " + body.length()
                            + "\r\n" + body + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        }
        try (RawConnection connection = RawConnection.open(target)) {
            byte[] found = "NATS/1.0\r\nNats-".getBytes(StandardCharsets.US_ASCII);
            long start = System.nanoTime();
            long got = new Window(connection, requests, arguments.integer("inflight", 1), found)
                    .run(start + millis * 1_000_000, Long.MAX_VALUE);
            return line(got, System.nanoTime() - start);
        }
    }

    /** Makes durable consumers with a wildcard filter on a stream of many subjects, one after another; their states are in {@code storage}. */
    String filters() throws IOException {
        boolean inMemory = arguments.text("storage", "memory").equals("memory");
        try (StreamApi api = StreamApi.open(target)) {
            long start = System.nanoTime();
            int made = 0;
            while (System.nanoTime() - start < millis * 1_000_000) {
                String name = "F" + made;
                api.makeConsumer(name, "explicit", StreamApi.PREFIX + "*.sensor" + made % 1000, inMemory);
                made++;
            }
            long nanos = System.nanoTime() - start;
            String info = api.ask("CONSUMER.INFO." + StreamApi.STREAM + ".F0", "");
            long pending = StreamApi.number(info, "num_pending");
            if (pending != Math.max(1, messages / 1000)) {
                throw new IOException("pending behind the filter: " + pending + " (expected: " + messages / 1000 + ")");
            }
            for (int i = 0; i < made; i++) {
                api.deleteConsumer("F" + i);
            }
            return line(made, nanos);
        }
    }

    private static String line(long messages, long nanos) {
        return String.format(
                Locale.ROOT, "messages=%d seconds=%.4f rate=%.1f", messages, nanos / 1e9, messages * 1e9 / nanos);
    }
}
