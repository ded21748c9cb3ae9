// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's own counters, by its monitoring. */
final class ServerCounts {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;

    ServerCounts(int monitor) {
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + monitor + "/varz"))
                .build();
    }

    /** What has been counted since the server's start, and what there is now. */
    record Total(long in, long out, long subscriptions, long connections) {}

    Total now() {
        try {
            String page =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return new Total(
                    number(page, "in_msgs"),
                    number(page, "out_msgs"),
                    number(page, "subscriptions"),
                    number(page, "connections"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static long number(String page, String field) {
        Matcher value = Pattern.compile("\"" + field + "\": (\\d+)").matcher(page);
        if (!value.find()) {
            throw new IllegalStateException(field + " is missing in " + page);
        }
        return Long.parseLong(value.group(1));
    }

    /** Looks until that is so, and returns what there was then. */
    Total await(String what, Predicate<Total> condition) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        Total now = now();
        while (!condition.test(now)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(now + " (expected: " + what + ")");
            }
            LockSupport.parkNanos(EVERY_NANOS);
            now = now();
        }
        return now;
    }

    /**
     * Looks on until so many more messages have come than {@code before}: completes with how many seconds they took at least, from when the first of them was seen to when some were still missing.
     */
    CompletableFuture<Double> watch(long before, long messages) {
        CompletableFuture<Double> seconds = new CompletableFuture<>();
        Thread watcher = new Thread(() -> seconds.complete(watched(before, messages)), "server-counts");
        watcher.setDaemon(true);
        watcher.start();
        return seconds;
    }

    private double watched(long before, long messages) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        long first = 0;
        long last = 0;
        while (System.nanoTime() - deadline < 0) {
            long asked = System.nanoTime();
            long come = now().in - before;
            if (come >= messages) {
                return first == 0 ? 0 : Math.max(0, last - first) / 1e9;
            }
            if (come > 0) {
                first = first == 0 ? System.nanoTime() : first;
                last = asked;
            }
            LockSupport.parkNanos(EVERY_NANOS);
        }
        return Double.NaN; // whoever makes the messages fails by himself
    }
}
