// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import io.natskit.Nats;
import io.natskit.client.ClientResources;
import io.natskit.client.Connection;
import io.natskit.server.NatsServer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The demo: shops publish orders, a queue group of workers checks and confirms them, a ledger enters them and keeps the totals. Ends by itself after some ten seconds, with
 * code 1 when what was entered is not what was sent.
 */
public final class OrderProcessing {

    private static final List<String> SHOPS = List.of("bern", "oslo", "lima");
    private static final int WORKERS = 4;

    private final Screen screen;
    private final Duration length;
    private final List<AutoCloseable> open = new ArrayList<>();

    OrderProcessing(PrintStream out, Duration length) {
        this.screen = new Screen(out);
        this.length = length;
    }

    /** Runs it; the first argument is a server's URL, or a server is started in this process. */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Duration length = Duration.ofSeconds(Integer.getInteger("demo.seconds", 8));
        System.exit(execute(args, new OrderProcessing(out, length)));
    }

    static int execute(String[] args, OrderProcessing demo) throws Exception {
        if (args.length > 0) {
            return demo.run(args[0], "on " + args[0]) ? 0 : 1;
        }
        try (NatsServer server = NatsServer.builder().start()) {
            return demo.run(server.url(), "server in this process: " + server.url()) ? 0 : 1;
        }
    }

    /** True when all that was sent was entered, once and unchanged. */
    boolean run(String url, String where) throws Exception {
        try {
            return process(url, where);
        } finally {
            for (int i = open.size() - 1; i >= 0; i--) {
                open.get(i).close();
            }
        }
    }

    private boolean process(String url, String where) throws Exception {
        ClientResources shared = opened(Nats.resources()); // eight connections, few threads
        screen.opening(url, where, SHOPS, WORKERS);

        List<Shop> shops = new ArrayList<>();
        for (int i = 0; i < SHOPS.size(); i++) {
            shops.add(new Shop(i, SHOPS.get(i), connect(url, "shop " + SHOPS.get(i), shared)));
        }
        Ledger ledger = new Ledger(connect(url, "ledger", shared), shops);
        ledger.start();
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(new Worker(connect(url, "worker " + i, shared)));
        }
        workers.forEach(Worker::start);

        long start = System.nanoTime();
        List<Thread> threads = start(shops);
        boolean complete = follow(shops, ledger, start);
        double seconds = (System.nanoTime() - start) / 1e9;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
        return judge(shops, workers, ledger, complete, seconds);
    }

    private Connection connect(String url, String name, ClientResources shared) {
        return opened(Nats.connect(o -> o.servers(url).name(name).resources(shared)));
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

    /** Shows the way to a goal that is set by how fast it goes: until half the time is over it moves, then it stands. */
    private boolean follow(List<Shop> shops, Ledger ledger, long start) {
        Goal goal = new Goal(shops, ledger, start, length.toNanos());
        long deadline = start + length.multipliedBy(4).plusSeconds(10).toNanos();
        return screen.follow(goal::orders, ledger::entered, deadline, OrderProcessing::pause);
    }

    /** The number of orders that will take as long as was asked for. For one thread. */
    private static final class Goal {
        private final List<Shop> shops;
        private final Ledger ledger;
        private final long start;
        private final long lengthNanos;
        private boolean set;

        Goal(List<Shop> shops, Ledger ledger, long start, long lengthNanos) {
            this.shops = shops;
            this.ledger = ledger;
            this.start = start;
            this.lengthNanos = lengthNanos;
        }

        long orders() {
            long elapsed = System.nanoTime() - start;
            if (!set && elapsed < lengthNanos / 2) {
                long published = shops.stream().mapToLong(Shop::published).sum();
                // beyond what is entered: a goal that still moves is never reached
                return Math.max(ledger.entered() + 1, (long) (published * (double) lengthNanos / elapsed));
            }
            if (!set) {
                set = true;
                shops.forEach(shop -> shop.target((int) Math.min(Integer.MAX_VALUE / 2, 1 + shop.published() * 2L)));
            }
            return shops.stream().mapToLong(Shop::target).sum();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }

    private boolean judge(List<Shop> shops, List<Worker> workers, Ledger ledger, boolean complete, double seconds) {
        Totals sent = shops.stream().map(Shop::sent).reduce(Totals.NONE, Totals::plus);
        Totals received = ledger.received();
        long handled = workers.stream().mapToLong(Worker::handled).sum();
        Latencies receipts = new Latencies();
        shops.forEach(shop -> receipts.addAll(shop.receipts()));
        screen.table(sent, handled, received);
        screen.speed(received, 2 * received.orders() + receipts.size(), seconds, receipts);
        boolean same = complete && sent.equals(received) && handled == sent.orders() && ledger.mistakes() == 0;
        screen.verdict(
                same,
                same
                        ? "All that was sent was received: every order, once, unchanged."
                        : "What was received is not what was sent (" + ledger.mistakes() + " orders entered wrongly).");
        return same;
    }
}
