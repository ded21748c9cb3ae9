// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.cli.action.Action;
import io.natskit.cli.action.Refusals;
import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Progress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Mixin;

/** A measurement: prepares, runs a load in as many clients as asked for, all at once, and reports. */
abstract class Measurement extends Action {
    @Mixin
    private BenchOptions options = new BenchOptions();

    /** What is measured, for the report. */
    abstract String title();

    /** What each client does. */
    abstract Load load();

    /** Called once, before the clients begin. */
    void prepare(Session session) {}

    /** Whether the clients take what others send, who may begin at any time: they subscribe first, and call {@link #warmUp} then. */
    boolean waitsForOthers() {
        return false;
    }

    /** Warms up if that is wanted and was not done yet; where that fails it is said, and the measurement goes on. */
    final void warmUp() throws InterruptedException {
        if (!options.warmUp) {
            return;
        }
        try {
            WarmUp.once(options.size.asInt());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            terminal().note("measured without a warm-up, which failed: " + e.getMessage());
        }
    }

    /** What was asked for. */
    final BenchOptions options() {
        return options;
    }

    @Override
    protected final int run() throws Exception {
        options.check();
        try (Session session = connection().open(terminal())) {
            prepare(session);
        }
        if (!waitsForOthers()) {
            warmUp();
        }
        List<Worker> workers = measure(load());
        Report report = new Report(title(), options.size.bytes(), workers);
        if (json()) {
            JsonText.print(terminal(), report.json());
        } else {
            terminal().line(report.text());
        }
        if (options.csv != null) {
            Files.writeString(options.csv, report.csv());
        }
        return 0;
    }

    private List<Worker> measure(Load load) throws Exception {
        List<Session> sessions = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(options.clients);
        try (Progress bar = Progress.of(terminal(), title(), options.messages, options.progress)) {
            List<Worker> workers = new ArrayList<>();
            List<CompletableFuture<?>> running = new ArrayList<>();
            CompletableFuture<?> failed = new CompletableFuture<>();
            Refusals refusals = new Refusals();
            CountDownLatch start = new CountDownLatch(1);
            for (int i = 0; i < options.clients; i++) {
                Session session = connection().open(terminal(), o -> o.observer(refusals));
                sessions.add(session);
                Worker worker = new Worker(options.share(i), bar);
                workers.add(worker);
                CompletableFuture<Void> client =
                        CompletableFuture.runAsync(() -> run(load, session, worker, start), threads);
                client.exceptionally(failure -> {
                    failed.completeExceptionally(failure);
                    return null;
                });
                running.add(client);
            }
            start.countDown();
            CompletableFuture<?> all = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
            CompletableFuture.anyOf(refusals.first(), failed, all).get(); // the first that fails ends it for all
            return workers;
        } finally {
            threads.shutdownNow();
            sessions.forEach(Session::close);
        }
    }

    private static void run(Load load, Session session, Worker worker, CountDownLatch start) {
        try {
            start.await();
            load.run(session, worker);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
