// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

import io.natskit.server.jetstream.storage.ConsumerState;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A consumer in an archive: its configuration and its state. Pure.
 *
 * @param config the configuration
 * @param state how far it is
 */
record ConsumerEntry(ConsumerConfig config, ConsumerState state) {

    /** The entry's content, with nothing beyond the last sequence of the backup. */
    byte[] toJson(long lastSequence) {
        JsonWriter json = new JsonWriter();
        config.writeTo(json.begin("config"));
        json.end().begin("state");
        pair(
                json,
                "delivered",
                state.deliveredConsumerSequence(),
                Math.min(state.deliveredStreamSequence(), lastSequence));
        pair(json, "ack_floor", state.floorConsumerSequence(), Math.min(state.floorStreamSequence(), lastSequence));
        Map<Long, ConsumerState.Pending> pending = state.pending().headMap(lastSequence, true);
        if (!pending.isEmpty()) {
            json.begin("pending");
            pending.forEach((sequence, one) -> json.begin(Long.toString(sequence))
                    .field("Sequence", one.consumerSequence())
                    .field("Timestamp", one.timestampNanos())
                    .end());
            json.end();
        }
        Map<Long, Integer> again = redelivered(lastSequence);
        if (!again.isEmpty()) {
            json.begin("redelivered");
            again.forEach((sequence, times) -> json.field(Long.toString(sequence), times));
            json.end();
        }
        return json.end().toBytes();
    }

    private static void pair(JsonWriter json, String name, long consumer, long stream) {
        json.begin(name)
                .field("consumer_seq", consumer)
                .field("stream_seq", stream)
                .end();
    }

    /** How often messages were sent again: those that wait, and those that had all their deliveries. */
    private Map<Long, Integer> redelivered(long lastSequence) {
        Map<Long, Integer> again = new java.util.TreeMap<>(state.exhausted().headMap(lastSequence, true));
        state.pending().headMap(lastSequence, true).forEach((sequence, one) -> {
            if (one.deliveries() > 1) {
                again.put(sequence, (int) (one.deliveries() - 1));
            }
        });
        return again;
    }

    /** Reads an entry's content. Throws {@link io.natskit.wire.json.JsonException}, or {@link RefusedArchiveException} for a state that cannot be. */
    static ConsumerEntry read(byte[] json, int length, String name) {
        StructReader in = StructReader.lenient(json, 0, length);
        ConsumerConfig config = null;
        ConsumerState state = null;
        while (in.next()) {
            switch (in.name()) {
                case "config" -> config = ConsumerConfig.ofJson(in.raw().getBytes(StandardCharsets.UTF_8));
                case "state" -> state = readState(in);
                default -> in.unknown();
            }
        }
        if (config == null) {
            throw new RefusedArchiveException("consumer \"" + name + "\" is missing config");
        }
        if (state == null) {
            throw new RefusedArchiveException("consumer \"" + name + "\" is missing state");
        }
        String problem = problem(state);
        if (problem != null) {
            throw new RefusedArchiveException("failed to set consumer \"" + name + "\" state: " + problem);
        }
        return new ConsumerEntry(config, state);
    }

    /** Reads the files of a consumer in an archive of version 1; without a state it has begun nothing. Throws as {@link #read}. */
    static ConsumerEntry ofFiles(byte[] config, byte[] state, String name) {
        ConsumerState read = state.length == 0 ? new ConsumerState() : ofFile(state);
        String problem = problem(read);
        if (problem != null) {
            throw new RefusedArchiveException("failed to set consumer \"" + name + "\" state: " + problem);
        }
        return new ConsumerEntry(ConsumerConfig.ofJson(config), read);
    }

    /** Two bytes, the positions, what is pending with its times in seconds, how often messages were sent again; numbers are relative to the ack floor. */
    private static ConsumerState ofFile(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != 22 || bytes[1] != 2) {
            throw new RefusedArchiveException("consumer state of an unknown version (expected: 2)");
        }
        Varints in = new Varints(bytes, 2, bytes.length);
        long floorConsumer = in.unsigned();
        long floorStream = in.unsigned();
        ConsumerState state =
                new ConsumerState().floor(floorConsumer, floorStream).delivered(in.unsigned(), in.unsigned());
        Map<Long, long[]> pending = new HashMap<>();
        long count = in.unsigned();
        long newest = count > 0 ? in.signed() : 0;
        for (long i = 0; i < count && in.isWhole(); i++) {
            long sequence = floorStream + in.unsigned();
            long consumer = floorConsumer + in.unsigned();
            pending.put(sequence, new long[] {consumer, TimeUnit.SECONDS.toNanos(newest - in.signed())});
        }
        Map<Long, Long> again = new HashMap<>();
        count = in.unsigned();
        for (long i = 0; i < count && in.isWhole(); i++) {
            again.put(floorStream + in.unsigned(), in.unsigned());
        }
        if (!in.isWhole()) {
            throw new RefusedArchiveException("consumer state that was cut");
        }
        together(state, pending, again);
        return state;
    }

    private static @Nullable ConsumerState readState(StructReader in) {
        if (!in.enter("server.ConsumerState")) {
            return null;
        }
        ConsumerState state = new ConsumerState();
        Map<Long, long[]> pending = new HashMap<>();
        Map<Long, Long> again = new HashMap<>();
        while (in.next()) {
            switch (in.name()) {
                case "delivered" -> {
                    long[] pair = readPair(in, "consumer_seq", "stream_seq");
                    state.delivered(pair[0], pair[1]);
                }
                case "ack_floor" -> {
                    long[] pair = readPair(in, "consumer_seq", "stream_seq");
                    state.floor(pair[0], pair[1]);
                }
                case "pending" -> {
                    if (in.enterMap("map[uint64]*server.Pending")) {
                        while (in.nextEntry()) {
                            pending.put(sequence(in.key()), readPair(in, "sequence", "timestamp"));
                        }
                    }
                }
                case "redelivered" -> in.uint64Map(Map.of()).forEach((key, times) -> again.put(sequence(key), times));
                default -> in.unknown();
            }
        }
        together(state, pending, again);
        return state;
    }

    private static void together(ConsumerState state, Map<Long, long[]> pending, Map<Long, Long> again) {
        pending.forEach((sequence, pair) -> {
            long deliveries = 1 + Math.max(0, Math.min(Integer.MAX_VALUE - 1, again.getOrDefault(sequence, 0L)));
            state.pending().put(sequence, new ConsumerState.Pending(pair[0], pair[1], deliveries));
        });
        again.forEach((sequence, times) -> {
            if (!pending.containsKey(sequence) && times > 0) {
                state.exhausted().put(sequence, (int) Math.min(Integer.MAX_VALUE, times));
            }
        });
    }

    private static long[] readPair(StructReader in, String first, String second) {
        long[] pair = new long[2];
        if (in.enter("server.SequencePair")) {
            while (in.next()) {
                if (in.name().equals(first)) {
                    pair[0] = in.uint64(0);
                } else if (in.name().equals(second)) {
                    pair[1] = in.int64(0);
                } else {
                    in.unknown();
                }
            }
        }
        return pair;
    }

    private static long sequence(String key) {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw new RefusedArchiveException("consumer state with a sequence that is no number");
        }
    }

    /** Why there can be no such state, or null. */
    private static @Nullable String problem(ConsumerState state) {
        long floor = state.floorStreamSequence();
        long delivered = state.deliveredStreamSequence();
        boolean negative = floor < 0 || delivered < 0 || state.floorConsumerSequence() < 0;
        if (negative || state.floorConsumerSequence() > state.deliveredConsumerSequence()) {
            return "bad ack floor for consumer";
        }
        if (floor > delivered) {
            return "bad ack floor for stream";
        }
        boolean whole = state.pending().isEmpty()
                || (state.pending().firstKey() > floor && state.pending().lastKey() <= delivered);
        return whole ? null : "bad pending entry";
    }
}
