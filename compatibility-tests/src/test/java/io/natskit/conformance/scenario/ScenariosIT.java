// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.TranscriptFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** Plays every scenario at every target: some files beside one another, and the cases of a file too, for many of them wait for a time to pass. With
 *  {@code -Dconformance.record=true} nats-server's answers are written to the recordings.
 */
@Order(2)
class ScenariosIT {
    static final Path SCENARIOS = Path.of("src/test/resources/scenarios");
    static final Path ANSWERS = Path.of("src/test/resources/answers");
    private static final boolean RECORD = Boolean.getBoolean("conformance.record");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CASES_BESIDE_ONE_ANOTHER = 6;
    private static final int FILES_BESIDE_ONE_ANOTHER = 2;

    /** The longest that all files together may take; a case that is not through by then fails. */
    private static final long ALL_MINUTES = 10;

    @TestFactory
    Stream<DynamicNode> every_scenario_holds() {
        List<Scenario> scenarios = ScenarioParser.in(SCENARIOS);
        ExecutorService files = Executors.newFixedThreadPool(FILES_BESIDE_ONE_ANOTHER, ScenariosIT::thread);
        // all have begun before the first is waited for
        List<DynamicNode> targets = new ArrayList<>();
        for (Target target : SuiteTargets.ofThisRun().toList()) {
            List<Session> sessions = scenarios.stream()
                    .map(scenario -> new Session(target, scenario, files))
                    .toList();
            targets.add(dynamicContainer(target.name(), sessions.stream().map(ScenariosIT::container)));
        }
        files.shutdown();
        return targets.stream();
    }

    private static DynamicContainer container(Session session) {
        Stream<DynamicTest> tests = session.scenario.cases().stream()
                .filter(test -> test.isFor(session.target.family()))
                .map(test -> dynamicTest(test.title(), () -> session.judge(test)))
                .onClose(session::ended);
        return dynamicContainer(session.scenario.name(), tests);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "scenarios");
        thread.setDaemon(true);
        return thread;
    }

    /** One server for the cases of one file. */
    private static final class Session {
        private final Target target;
        private final Scenario scenario;
        private final Answers recorded;
        private final Answers recording = new Answers();
        private final Map<String, CompletableFuture<Void>> results = new HashMap<>();
        private final CompletableFuture<Void> ended;

        Session(Target target, Scenario scenario, Executor files) {
            this.target = target;
            this.scenario = scenario;
            this.recorded = Answers.read(ANSWERS, scenario.name());
            scenario.cases().forEach(test -> results.put(test.title(), new CompletableFuture<>()));
            this.ended = isPlayable()
                    ? CompletableFuture.runAsync(this::play, files)
                    : CompletableFuture.completedFuture(null);
        }

        private boolean isPlayable() {
            return target.configurable() || scenario.config().isBlank();
        }

        void judge(Scenario.Case test) {
            if (!isPlayable()) {
                note(test, Outcome.NOT_RUN, "needs a configuration");
                throw new TestAbortedException("needs a configuration");
            }
            try {
                results.get(test.title())
                        .orTimeout(ALL_MINUTES, TimeUnit.MINUTES)
                        .join();
                note(test, Outcome.PASSED, test.difference());
            } catch (CompletionException e) {
                note(test, Outcome.FAILED, String.valueOf(e.getCause()));
                throw e.getCause() instanceof TranscriptFailure failure ? failure : e;
            }
        }

        /** Starts the server, plays the cases, and ends it; what goes wrong is the cases' result. */
        private void play() {
            ExecutorService pool = Executors.newFixedThreadPool(CASES_BESIDE_ONE_ANOTHER, ScenariosIT::thread);
            try (RunningServer server = target.start(scenario.config())) {
                for (Scenario.Case test : scenario.cases()) {
                    pool.execute(() -> play(test, server));
                }
                CompletableFuture.allOf(results.values().toArray(CompletableFuture[]::new))
                        .exceptionally(e -> null)
                        .join();
            } catch (RuntimeException e) {
                results.values().forEach(result -> result.completeExceptionally(e));
                throw e;
            } finally {
                pool.shutdownNow();
            }
        }

        private void play(Scenario.Case test, RunningServer server) {
            CompletableFuture<Void> result = results.get(test.title());
            try {
                if (test.isFor(target.family())) {
                    for (Map<String, String> variant : test.variants()) {
                        play(test, variant, server);
                    }
                }
                result.complete(null);
            } catch (RuntimeException | AssertionError e) {
                result.completeExceptionally(e);
            }
        }

        private void play(Scenario.Case test, Map<String, String> variant, RunningServer server) {
            SocketMail mail = new SocketMail(server.host(), server.port(), PATIENCE);
            List<Delivery> heard = Play.play(test, variant, mail, PATIENCE);
            String title = test.title(variant);
            recording.add(title, heard);
            boolean compared = !RECORD
                    && !test.loose()
                    && test.difference().isEmpty()
                    && recorded.has(title)
                    && !target.family().equals("other");
            String difference = compared ? recorded.difference(title, heard) : "";
            if (!difference.isEmpty()) {
                throw new TranscriptFailure(title + ": not as recorded from nats-server:\n" + difference);
            }
        }

        private void note(Scenario.Case test, Outcome outcome, String detail) {
            String title = scenario.name() + ": " + test.title();
            Ledger.add(new Entry("server", target.name(), test.rows(), title, outcome, detail));
        }

        /** Waits until the server has ended too, and says what was wrong then. */
        void ended() {
            ended.orTimeout(ALL_MINUTES, TimeUnit.MINUTES).join();
            if (RECORD && target.family().equals("nats-server")) {
                try {
                    Files.writeString(ANSWERS.resolve(scenario.name() + ".txt"), recording.text());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
