// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import io.natskit.Nats;
import io.natskit.client.ClientResources;
import io.natskit.client.Connection;
import io.natskit.client.NatsException;
import io.natskit.client.ReconnectPolicy;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The demo: shops publish orders into a stream that is kept in files, workers share a durable consumer of it, a ledger enters each order once. In the middle the server's
 * process is killed and started again on its files. Ends by itself after some ten seconds, with code 1 when what was entered is not what was sent.
 */
public final class OrderProcessing {

    private static final List<String> SHOPS = List.of("bern", "oslo", "lima");
    private static final int WORKERS = 4;
    private static final String STREAM = "ORDERS";
    private static final Duration ACK_WAIT = Duration.ofSeconds(4);

    private final Screen screen;
    private final Duration length;
    private final List<AutoCloseable> open = new ArrayList<>();

    OrderProcessing(PrintStream out, Duration length) {
        this.screen = new Screen(out);
        this.length = length;
    }

    /** Runs it; the first argument is a server's URL, which is not killed, or a server is started in a process of its own. */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Duration length = Duration.ofSeconds(Integer.getInteger("demo.seconds", 8));
        System.exit(execute(args, new OrderProcessing(out, length)));
    }

    static int execute(String[] args, OrderProcessing demo) throws Exception {
        if (args.length > 0) {
            return demo.run(args[0], "on " + args[0], null) ? 0 : 1;
        }
        try (ServerProcess server = ServerProcess.start()) {
            return demo.run(server.url(), "server in process " + server.pid() + ": " + server.url(), server) ? 0 : 1;
        }
    }

    /** True when all that was sent was stored and entered, once and unchanged. */
    boolean run(String url, String where, @Nullable ServerProcess server) throws Exception {
        try {
            return process(url, where, server);
        } finally {
            for (int i = open.size() - 1; i >= 0; i--) {
                open.get(i).close();
            }
        }
    }

    private boolean process(String url, String where, @Nullable ServerProcess server) throws Exception {
        ClientResources shared = opened(Nats.resources()); // eight connections, few threads
        screen.opening(url, where, SHOPS, WORKERS);

        JetStream office = connect(url, "ledger", shared);
        ConsumerHandle orders = prepare(office);
        List<Shop> shops = new ArrayList<>();
        for (int i = 0; i < SHOPS.size(); i++) {
            shops.add(new Shop(i, SHOPS.get(i), connect(url, "shop " + SHOPS.get(i), shared)));
        }
        Ledger ledger = new Ledger(shops);
        for (int i = 0; i < WORKERS; i++) {
            JetStream own = connect(url, "worker " + i, shared);
            opened(new Worker(own.stream(STREAM).consumer(orders.name()), ledger).start());
        }
        @Nullable Outage outage = server == null ? null : new Outage(server, ledger::entered);

        long start = System.nanoTime();
        List<Thread> threads = start(shops);
        boolean complete = follow(shops, ledger, outage, start);
        double seconds = (System.nanoTime() - start) / 1e9;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        }
        boolean settled = await(() -> settled(orders));
        return judge(shops, ledger, outage, office.stream(STREAM), complete && settled, seconds);
    }

    private JetStream connect(String url, String name, ClientResources shared) {
        Connection connection = opened(Nats.connect(o -> o.servers(url)
                .name(name)
                .resources(shared)
                .reconnect(r -> r.maxAttempts(-1)
                        .policy(ReconnectPolicy.exponential(Duration.ofMillis(50), Duration.ofMillis(500))))));
        return JetStream.on(connection);
    }

    /** The stream and the consumer, both in files. */
    private static ConsumerHandle prepare(JetStream office) {
        StreamHandle stream = office.createStream(StreamConfig.builder(STREAM)
                .subjects("orders.new.*")
                .storage(StorageType.FILE)
                .duplicateWindow(Duration.ofMinutes(2))
                .build());
        return stream.createConsumer(ConsumerConfig.builder("workers")
                .durable("workers")
                .ackWait(ACK_WAIT)
                .maxAckPending(WORKERS * 2000)
                .build());
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    private static List<Thread> start(List<Shop> shops) {
        List<Thread> threads = new ArrayList<>();
        for (Shop shop : shops) {
            Thread thread = new Thread(shop, "shop");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    /** Shows the way to a goal that is set by how fast it goes: until half the time is over it moves, then it stands, and the server dies. */
    private boolean follow(List<Shop> shops, Ledger ledger, @Nullable Outage outage, long start) {
        Goal goal = new Goal(shops, ledger, outage, start, length.toNanos());
        long deadline = start + length.multipliedBy(4).plusSeconds(60).toNanos();
        BooleanSupplier down = () -> outage != null && outage.isDown();
        return screen.follow(goal::orders, ledger::entered, down, deadline, OrderProcessing::pause);
    }

    /** The number of orders that will take as long as was asked for. For one thread. */
    private static final class Goal {
        private final List<Shop> shops;
        private final Ledger ledger;
        private final @Nullable Outage outage;
        private final long start;
        private final long lengthNanos;
        private boolean set;

        Goal(List<Shop> shops, Ledger ledger, @Nullable Outage outage, long start, long lengthNanos) {
            this.shops = shops;
            this.ledger = ledger;
            this.outage = outage;
            this.start = start;
            this.lengthNanos = lengthNanos;
        }

        long orders() {
            long elapsed = System.nanoTime() - start;
            long entered = ledger.entered();
            if (!set && (elapsed < lengthNanos / 2 || entered == 0)) {
                long published = shops.stream().mapToLong(Shop::published).sum();
                // beyond what is entered: a goal that still moves is never reached
                return Math.max(entered + 1, (long) (published * (double) lengthNanos / elapsed));
            }
            if (!set) {
                set = true;
                shops.forEach(shop -> shop.target((int) Math.min(Integer.MAX_VALUE / 2, 1 + shop.published() * 2L)));
                if (outage != null) {
                    outage.begin();
                }
            }
            return shops.stream().mapToLong(Shop::target).sum();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }

    private static boolean await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** Whether the consumer has delivered everything, and knows that all of it was handled. */
    private static boolean settled(ConsumerHandle orders) {
        try {
            ConsumerInfo info = orders.info();
            return info.numPending() == 0 && info.numAckPending() == 0;
        } catch (NatsException e) {
            return false; // asked again
        }
    }

    private boolean judge(
            List<Shop> shops,
            Ledger ledger,
            @Nullable Outage outage,
            StreamHandle stream,
            boolean complete,
            double seconds) {
        Totals sent = shops.stream().map(Shop::sent).reduce(Totals.NONE, Totals::plus);
        Totals received = ledger.received();
        long stored = stream.info().state().messages();
        Latencies acks = new Latencies();
        shops.forEach(shop -> acks.addAll(shop.acks()));
        boolean same = complete && sent.equals(received) && stored == sent.orders();
        if (outage != null) {
            String report = outage.report().orElseGet(() -> "The server did not come back: " + outage.failure());
            same &= outage.report().isPresent();
            long sentAgain = shops.stream().mapToLong(Shop::sentAgain).sum();
            long duplicates = shops.stream().mapToLong(Shop::duplicates).sum();
            screen.outage(report, sentAgain, duplicates, ledger.again());
        }
        screen.table(sent, stored, received);
        screen.speed(received, seconds, acks);
        screen.verdict(
                same,
                same
                        ? "Every order was kept and entered, once and unchanged."
                        : "What was entered is not what was sent, or not all of it was settled.");
        return same;
    }
}
