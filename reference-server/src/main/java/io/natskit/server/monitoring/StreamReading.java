// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.server.jetstream.stream.Fence;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.transport.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks streams on their loops, a few in a turn, so that nobody waits for monitoring. */
final class StreamReading {
    private static final int TURN_STREAMS = 64;
    private static final long PATIENCE_SECONDS = 5;

    private StreamReading() {}

    /**
     * What {@code reader} says of each stream that is at work, in their order. A stream that does not answer in time is left out. Blocks; not on
     * a loop.
     */
    static <T> List<T> of(List<Stream> streams, Function<Stream, T> reader) {
        Map<EventLoop, ArrayDeque<Stream>> byLoop = new LinkedHashMap<>();
        for (Stream stream : streams) {
            byLoop.computeIfAbsent(stream.loop(), key -> new ArrayDeque<>()).add(stream);
        }
        Map<Stream, T> answers = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(byLoop.size());
        byLoop.forEach((loop, own) -> loop.execute(() -> turn(loop, own, reader, answers, left)));
        try {
            left.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<T> read = new ArrayList<>();
        for (Stream stream : streams) {
            T answer = answers.get(stream);
            if (answer != null) {
                read.add(answer);
            }
        }
        return read;
    }

    private static <T> void turn(
            EventLoop loop,
            ArrayDeque<Stream> waiting,
            Function<Stream, T> reader,
            Map<Stream, T> answers,
            CountDownLatch left) {
        for (int i = 0; i < TURN_STREAMS && !waiting.isEmpty(); i++) {
            Stream stream = waiting.remove();
            try {
                if (!stream.isClosed()) {
                    answers.put(stream, reader.apply(stream));
                }
            } catch (RuntimeException e) {
                // not the stream's fault: it is no reason to take it out of service
                stream.host().error("Monitoring of stream '" + stream.name() + "' failed: " + Fence.describe(e));
            }
        }
        if (waiting.isEmpty()) {
            left.countDown();
        } else {
            loop.execute(() -> turn(loop, waiting, reader, answers, left));
        }
    }
}
