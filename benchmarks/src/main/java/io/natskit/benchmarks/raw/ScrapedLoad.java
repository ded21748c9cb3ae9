// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import io.natskit.peer.load.LoadArguments;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Loads on a server whose monitoring, at {@code monitor} on the same host, is asked meanwhile. {@code scraped}: a stream, and each second the pages of an exporter one after the other, or
 * {@code /metrics} with {@code own=1}; the first after half a second. {@code crowd}: a requester, a stream beside it, and {@code scrapes} questions at the same moment while both are at work.
 */
final class ScrapedLoad {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CROWD_COMES_MILLIS = 300;

    private final LoadArguments arguments;
    private final InetSocketAddress monitor;

    ScrapedLoad(LoadArguments arguments) {
        this.arguments = arguments;
        this.monitor = new InetSocketAddress(Target.of(arguments).host(), arguments.integer("monitor", 8222));
    }

    /** A stream beside a scraper; the line has how often that has asked, and how long all pages took it. */
    String stream() throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newCachedThreadPool(Daemons::thread);
        CountDownLatch over = new CountDownLatch(1);
        try {
            Future<String> scraper = threads.submit(() -> scrape(over));
            String line = new StreamLoad(arguments).run();
            over.countDown();
            return line + " " + scraper.get();
        } finally {
            threads.shutdownNow();
        }
    }

    private String scrape(CountDownLatch over) throws IOException, InterruptedException {
        List<String> pages = arguments.integer("own", 0) == 0 ? Scrape.PAGES : List.of("/metrics");
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        long due = System.nanoTime() + EVERY_NANOS / 2;
        int scrapes = 0;
        long took = 0;
        while (!over.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            long start = System.nanoTime();
            for (String page : pages) {
                Scrape.ask(monitor, page, buffer);
            }
            took += System.nanoTime() - start;
            scrapes++;
            due += EVERY_NANOS;
        }
        if (scrapes == 0) {
            throw new IllegalStateException("the stream was over before the first scrape (expected: millis > 500)");
        }
        return String.format(Locale.ROOT, "scrapes=%d scrapems=%.2f", scrapes, took / 1e6 / scrapes);
    }

    /** A requester beside a stream and a crowd that asks; the line has how long it took until the last of these had its answer. */
    String crowd() throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newCachedThreadPool(Daemons::thread);
        try {
            Future<String> requests = threads.submit(() -> new RequestLoad(arguments).run());
            TimeUnit.MILLISECONDS.sleep(CROWD_COMES_MILLIS);
            long start = System.nanoTime();
            ScrapeBurst.run(monitor, arguments.integer("scrapes", 1000));
            double millis = (System.nanoTime() - start) / 1e6;
            if (requests.isDone()) {
                throw new IllegalStateException("the requests were over before the scrapes, which took " + millis
                        + " ms (expected: more millis)");
            }
            return requests.get() + String.format(Locale.ROOT, " crowdms=%.1f", millis);
        } finally {
            threads.shutdownNow();
        }
    }
}
