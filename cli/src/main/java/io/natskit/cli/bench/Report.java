// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Latencies;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a measurement came to. Immutable once made. */
final class Report {
    private final String title;
    private final long size;
    private final List<Worker> workers;
    private final Latencies latencies = new Latencies();
    private final long messages;
    private final Duration time;

    Report(String title, long size, List<Worker> workers) {
        this.title = title;
        this.size = size;
        this.workers = List.copyOf(workers);
        workers.forEach(worker -> latencies.add(worker.latencies()));
        this.messages = workers.stream().mapToLong(Worker::done).sum();
        // between the first that began and the last that ended
        long first = workers.get(0).firstNanos();
        long last = workers.get(0).lastNanos();
        for (Worker worker : workers) {
            first = Math.min(first - worker.firstNanos(), 0) + worker.firstNanos();
            last = Math.max(last - worker.lastNanos(), 0) + worker.lastNanos();
        }
        this.time = Duration.ofNanos(Math.max(1, last - first));
    }

    String text() {
        StringBuilder text = new StringBuilder(title).append(" stats: ").append(line(messages, time));
        if (workers.size() > 1) {
            for (int i = 0; i < workers.size(); i++) {
                Worker worker = workers.get(i);
                text.append("\n [").append(i + 1).append("] ").append(line(worker.done(), worker.time()));
                text.append(" (").append(Figures.count(worker.done())).append(" msgs)");
            }
            text.append("\n ").append(spread());
        }
        return latencies.count() == 0
                ? text.toString()
                : text.append("\n\n").append(latencies.report()).toString();
    }

    byte[] json() {
        return JsonText.object(out -> {
            out.field("benchmark", title)
                    .field("clients", workers.size())
                    .field("msgs", messages)
                    .field("size", size);
            out.field("seconds", time.toNanos() / 1e9).field("msgs_per_sec", Figures.perSecond(messages, time));
            out.field("bytes_per_sec", Figures.perSecond(messages * size, time));
            if (latencies.count() > 0) {
                out.begin("latency_ns").field("mean", latencies.mean().toNanos());
                out.field("p50", latencies.percentile(50).toNanos())
                        .field("p90", latencies.percentile(90).toNanos());
                out.field("p99", latencies.percentile(99).toNanos())
                        .field("p999", latencies.percentile(99.9).toNanos());
                out.field("max", latencies.max().toNanos()).end();
            }
        });
    }

    String csv() {
        StringBuilder text = new StringBuilder("client,msgs,seconds,msgs_per_sec,bytes_per_sec\n");
        for (int i = 0; i < workers.size(); i++) {
            Worker worker = workers.get(i);
            text.append(String.format(
                    Locale.ROOT,
                    "%d,%d,%.6f,%d,%d%n",
                    i + 1,
                    worker.done(),
                    worker.time().toNanos() / 1e9,
                    Figures.perSecond(worker.done(), worker.time()),
                    Figures.perSecond(worker.done() * size, worker.time())));
        }
        return text.toString();
    }

    private String line(long count, Duration took) {
        double micros = took.toNanos() / 1e3 / Math.max(1, count);
        return Figures.rate(count, took) + " ~ " + Figures.bytes(Figures.perSecond(count * size, took)) + "/sec ~ "
                + String.format(Locale.ROOT, "%.2fus", micros);
    }

    private String spread() {
        double[] rates = workers.stream()
                .mapToDouble(worker -> Figures.perSecond(worker.done(), worker.time()))
                .toArray();
        double mean = Arrays.stream(rates).average().orElse(0);
        double variance = Arrays.stream(rates)
                .map(rate -> (rate - mean) * (rate - mean))
                .average()
                .orElse(0);
        return "message rates min "
                + Figures.count(Math.round(Arrays.stream(rates).min().orElse(0))) + " | avg "
                + Figures.count(Math.round(mean)) + " | max "
                + Figures.count(Math.round(Arrays.stream(rates).max().orElse(0)))
                + " | stddev " + Figures.count(Math.round(Math.sqrt(variance)));
    }
}
