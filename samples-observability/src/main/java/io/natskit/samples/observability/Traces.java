// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.observability;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps the spans that ended, where a program would send them to a collector. Any thread. */
final class Traces implements SpanExporter {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    // guarded by the lock
    private final List<SpanData> spans = new ArrayList<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
        lock.lock();
        try {
            spans.addAll(ended);
            more.signalAll();
        } finally {
            lock.unlock();
        }
        return CompletableResultCode.ofSuccess();
    }

    /** All spans, once there are so many; fewer where they did not come in time. */
    List<SpanData> await(int count, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (spans.size() < count && left > 0) {
                left = more.awaitNanos(left);
            }
            return List.copyOf(spans);
        } finally {
            lock.unlock();
        }
    }

    /** The names of the spans from the root down to this one. */
    static List<String> path(SpanData span, List<SpanData> among) {
        List<String> path = new ArrayList<>();
        Optional<SpanData> here = Optional.of(span);
        while (here.isPresent()) {
            path.add(0, here.get().getName());
            String above = here.get().getParentSpanId();
            here = among.stream()
                    .filter(other -> other.getSpanId().equals(above))
                    .findFirst();
        }
        return path;
    }

    /** A trace as an indented tree, with how long each span took. */
    static String tree(String traceId, List<SpanData> spans) {
        List<SpanData> trace = spans.stream()
                .filter(span -> span.getTraceId().equals(traceId))
                .sorted(Comparator.comparing(SpanData::getStartEpochNanos))
                .toList();
        StringBuilder tree = new StringBuilder();
        trace.stream().filter(span -> path(span, trace).size() == 1).forEach(root -> append(tree, root, trace, 0));
        return tree.toString();
    }

    private static void append(StringBuilder tree, SpanData span, List<SpanData> trace, int depth) {
        long micros = (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1_000;
        tree.append("  ".repeat(depth + 1) + span.getName() + "  " + span.getKind() + " " + micros + " us\n");
        trace.stream()
                .filter(below -> below.getParentSpanId().equals(span.getSpanId()))
                .forEach(below -> append(tree, below, trace, depth + 1));
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
