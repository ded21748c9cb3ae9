// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.load;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * The loads of the client benchmarks. Each prints one line of {@code key=value} pairs to standard output; the runner reads it. Every
 * load but {@link LameDuckLoad} first runs a warm-up of the same kind, which is not counted.
 */
public final class ClientLoads {
    private static final long LOAD_LIMIT_SECONDS = 120;

    private final LoadClient.Factory clients;
    private final String url;
    private final LoadArguments arguments;

    private ClientLoads(LoadClient.Factory clients, String url, LoadArguments arguments) {
        this.clients = clients;
        this.url = url;
        this.arguments = arguments;
    }

    /**
     * Runs {@code LOAD URL [key=value]…} with the client of the factory.
     *
     * @return the line that was measured
     */
    public static String run(LoadClient.Factory clients, String[] command) {
        if (command.length < 2) {
            throw new IllegalArgumentException("expected: LOAD URL [key=value]...");
        }
        ClientLoads loads = new ClientLoads(clients, command[1], LoadArguments.of(command, 2));
        return switch (command[0]) {
            case "publish" -> loads.publish();
            case "pubsub" -> loads.publishAndSubscribe();
            case "request" -> loads.blockingRequests();
            case "async" -> loads.requestsInFlight();
            case "allocation-publish" -> loads.allocationOfPublish();
            case "allocation-receive" -> loads.allocationOfReceive();
            case "threads" -> loads.threads();
            case "lame-duck" -> LameDuckLoad.run(clients, command[1], loads.arguments);
            case "js-publish" -> loads.blockingStores();
            case "js-async" -> loads.storesInFlight();
            case "js-ingest" -> loads.ingest();
            case "js-consume" -> loads.consume();
            default -> {
                if (command[0].startsWith("kv-") || command[0].startsWith("object-")) {
                    try (LoadClient client = clients.connect(command[1])) {
                        yield new StoreLoads(client.stores(), loads.arguments).run(command[0]);
                    }
                }
                throw new IllegalArgumentException(
                        "load " + command[0]
                                + " (expected: publish, pubsub, request, async, allocation-publish, allocation-receive, threads, lame-duck, js-publish, js-async, js-ingest, js-consume, kv-… or object-…)");
            }
        };
    }

    /** Takes a load a line and answers each with {@code ok key=value…} or {@code err MESSAGE}, until the input ends. */
    public static void serve(LoadClient.Factory clients, InputStream input, PrintStream output) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer;
            try {
                answer = "ok " + run(clients, line.trim().split(" +"));
            } catch (RuntimeException failure) {
                answer = "err " + failure;
            }
            output.println(answer);
            output.flush();
        }
    }

    private String publish() {
        int messages = arguments.integer("messages", 1_000_000);
        byte[] payload = payload();
        try (LoadClient client = clients.connect(url)) {
            publishAll(client, payload, messages / 2);
            long start = System.nanoTime();
            publishAll(client, payload, messages);
            return rate(messages, System.nanoTime() - start);
        }
    }

    private static void publishAll(LoadClient client, byte[] payload, int messages) {
        for (int i = 0; i < messages; i++) {
            client.publish("load.subject", payload);
        }
        client.flush();
    }

    private String publishAndSubscribe() {
        int messages = arguments.integer("messages", 1_000_000);
        byte[] payload = payload();
        try (LoadClient subscriber = clients.connect(url);
                LoadClient publisher = clients.connect(url)) {
            Counter counter = new Counter();
            subscriber.subscribe("load.subject", counter);
            subscriber.flush();
            counter.expect(messages / 2);
            publishAll(publisher, payload, messages / 2);
            counter.await();
            counter.expect(messages);
            long start = System.nanoTime();
            publishAll(publisher, payload, messages);
            counter.await();
            return rate(messages, System.nanoTime() - start);
        }
    }

    private String blockingRequests() {
        int requests = arguments.integer("messages", 20_000);
        byte[] payload = payload();
        try (LoadClient responder = clients.connect(url);
                LoadClient requester = clients.connect(url)) {
            responder.respond("load.service");
            responder.flush();
            for (int i = 0; i < requests / 2; i++) {
                requester.request("load.service", payload);
            }
            long[] nanos = new long[requests];
            long start = System.nanoTime();
            for (int i = 0; i < requests; i++) {
                long before = System.nanoTime();
                requester.request("load.service", payload);
                nanos[i] = System.nanoTime() - before;
            }
            long total = System.nanoTime() - start;
            Arrays.sort(nanos);
            return String.format(
                    Locale.ROOT,
                    "rate=%.1f p50us=%.2f p90us=%.2f p99us=%.2f",
                    requests * 1e9 / total,
                    nanos[requests / 2] / 1e3,
                    nanos[requests * 9 / 10] / 1e3,
                    nanos[requests * 99 / 100] / 1e3);
        }
    }

    private String requestsInFlight() {
        int requests = arguments.integer("messages", 100_000);
        int inFlight = arguments.integer("inflight", 256);
        byte[] payload = payload();
        try (LoadClient responder = clients.connect(url);
                LoadClient requester = clients.connect(url)) {
            responder.respond("load.service");
            responder.flush();
            keepInFlight(requests / 2, inFlight, i -> requester.requestAsync("load.service", payload));
            long start = System.nanoTime();
            keepInFlight(requests, inFlight, i -> requester.requestAsync("load.service", payload));
            return rate(requests, System.nanoTime() - start);
        }
    }

    /** Makes {@code count} calls, {@code inFlight} at a time, and returns when all are answered; throws if one failed. {@code call} is given its number. */
    public static void keepInFlight(int count, int inFlight, IntFunction<? extends CompletionStage<?>> call) {
        Semaphore window = new Semaphore(inFlight);
        AtomicInteger failures = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            window.acquireUninterruptibly();
            call.apply(i).whenComplete((reply, failure) -> {
                if (failure != null) {
                    failures.incrementAndGet();
                }
                window.release();
            });
        }
        window.acquireUninterruptibly(inFlight);
        if (failures.get() > 0) {
            throw new IllegalStateException("calls that failed: " + failures.get() + " (expected: 0)");
        }
    }

    private String blockingStores() {
        int messages = arguments.integer("messages", 10_000);
        byte[] payload = payload();
        try (LoadClient client = clients.connect(url)) {
            client.makeStream("LOAD", "load.stream", false);
            for (int i = 0; i < messages / 2; i++) {
                client.store("load.stream", payload);
            }
            long start = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                client.store("load.stream", payload);
            }
            return rate(messages, System.nanoTime() - start);
        }
    }

    private String storesInFlight() {
        int messages = arguments.integer("messages", 200_000);
        int inFlight = arguments.integer("inflight", 1024);
        byte[] payload = payload();
        try (LoadClient client = clients.connect(url)) {
            client.makeStream("LOAD", "load.stream", false);
            keepInFlight(messages / 2, inFlight, i -> client.storeAsync("load.stream", payload));
            long start = System.nanoTime();
            keepInFlight(messages, inFlight, i -> client.storeAsync("load.stream", payload));
            return rate(messages, System.nanoTime() - start);
        }
    }

    private String ingest() {
        int messages = arguments.integer("messages", 300_000);
        byte[] payload = payload();
        try (LoadClient client = clients.connect(url)) {
            client.makeStream("LOAD", "load.stream", true);
            client.ingest("LOAD", "load.stream", payload, messages / 2);
            long start = System.nanoTime();
            client.ingest("LOAD", "load.stream", payload, messages);
            return rate(messages, System.nanoTime() - start);
        }
    }

    private String consume() {
        int messages = arguments.integer("messages", 200_000);
        boolean explicit = arguments.text("ack", "explicit").equals("explicit");
        try (LoadClient client = clients.connect(url)) {
            client.makeStream("LOAD", "load.stream", true);
            client.ingest("LOAD", "load.stream", payload(), messages);
            consumeAll(client, explicit, messages);
            long start = System.nanoTime();
            consumeAll(client, explicit, messages);
            return rate(messages, System.nanoTime() - start);
        }
    }

    private static void consumeAll(LoadClient client, boolean explicit, int messages) {
        Counter counter = new Counter();
        counter.expect(messages);
        AutoCloseable consuming = client.consume("LOAD", explicit, counter);
        counter.await();
        client.flush();
        try {
            consuming.close();
        } catch (Exception failure) {
            throw new IllegalStateException("consuming did not end", failure);
        }
    }

    private String allocationOfPublish() {
        int messages = arguments.integer("messages", 200_000);
        byte[] payload = payload();
        try (LoadClient client = clients.connect(url)) {
            publishAll(client, payload, messages);
            publishAll(client, payload, messages);
            long before = allocatedBytes();
            publishAll(client, payload, messages);
            return String.format(Locale.ROOT, "bytesPerMessage=%.2f", (allocatedBytes() - before) / (double) messages);
        }
    }

    private String allocationOfReceive() {
        int messages = arguments.integer("messages", 200_000);
        byte[] payload = payload();
        try (LoadClient subscriber = clients.connect(url)) {
            Counter counter = new Counter();
            subscriber.subscribe("load.subject", counter);
            subscriber.flush();
            long before = 0;
            for (int round = 0; round < 3; round++) {
                counter.expect(messages);
                before = allocatedBytes();
                RawPublisher.publish(url, "load.subject", payload, messages);
                counter.await();
            }
            return String.format(Locale.ROOT, "bytesPerMessage=%.2f", (allocatedBytes() - before) / (double) messages);
        }
    }

    private String threads() {
        int connections = arguments.integer("connections", 1);
        int before = ManagementFactory.getThreadMXBean().getThreadCount();
        List<LoadClient> open = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            LoadClient client = connections == 1 ? clients.connect(url) : clients.connectShared(url);
            client.subscribe("load.threads." + i, length -> {});
            client.flush();
            open.add(client);
        }
        int after = ManagementFactory.getThreadMXBean().getThreadCount();
        open.forEach(LoadClient::close);
        clients.releaseShared();
        return String.format(Locale.ROOT, "connections=%d threads=%d", connections, after - before);
    }

    private byte[] payload() {
        byte[] payload = new byte[arguments.integer("size", 16)];
        Arrays.fill(payload, (byte) 'x');
        return payload;
    }

    private static String rate(int messages, long nanos) {
        return String.format(Locale.ROOT, "rate=%.1f seconds=%.4f", messages * 1e9 / nanos, nanos / 1e9);
    }

    /** What all threads of this process have allocated; those of the client count, so that nothing hides on another thread. */
    private static long allocatedBytes() {
        ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long bytes : bean.getThreadAllocatedBytes(bean.getAllThreadIds())) {
            sum += Math.max(bytes, 0);
        }
        return sum;
    }

    /** Counts messages of one subscription and opens a latch at the expected one. */
    private static final class Counter implements LoadClient.MessageSink {
        private final AtomicInteger left = new AtomicInteger();
        private volatile CountDownLatch done = new CountDownLatch(1);

        void expect(int messages) {
            done = new CountDownLatch(1);
            left.set(messages);
        }

        @Override
        public void received(int payloadLength) {
            if (left.decrementAndGet() == 0) {
                done.countDown();
            }
        }

        void await() {
            try {
                if (!done.await(LOAD_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("messages that did not arrive: " + left.get() + " (expected: 0)");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while messages were awaited", interrupted);
            }
        }
    }
}
