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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** Plays every scenario at every target, the cases of a file beside one another, for many of them wait for a time to pass. With
 *  {@code -Dconformance.record=true} nats-server's answers are written to the recordings.
 */
class ScenariosIT {
    static final Path SCENARIOS = Path.of("src/test/resources/scenarios");
    static final Path ANSWERS = Path.of("src/test/resources/answers");
    private static final boolean RECORD = Boolean.getBoolean("conformance.record");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int BESIDE_ONE_ANOTHER = 6;

    @TestFactory
    Stream<DynamicNode> every_scenario_holds() {
        List<Scenario> scenarios = ScenarioParser.in(SCENARIOS);
        return SuiteTargets.all().present().stream()
                .map(target -> dynamicContainer(
                        target.name(), scenarios.stream().map(scenario -> container(target, scenario))));
    }

    private static DynamicContainer container(Target target, Scenario scenario) {
        Session session = new Session(target, scenario);
        Stream<DynamicTest> tests = scenario.cases().stream()
                .filter(test -> test.isFor(target.family()))
                .map(test -> dynamicTest(test.title(), () -> session.judge(test)))
                .onClose(session::close);
        return dynamicContainer(scenario.name(), tests);
    }

    /** One server for the cases of one file; all begin when the first is asked for. */
    private static final class Session {
        private final Target target;
        private final Scenario scenario;
        private final Answers recorded;
        private final Answers recording = new Answers();
        private final ExecutorService pool = Executors.newFixedThreadPool(BESIDE_ONE_ANOTHER);
        private final Map<String, CompletableFuture<Void>> results = new java.util.HashMap<>();
        private RunningServer server;

        Session(Target target, Scenario scenario) {
            this.target = target;
            this.scenario = scenario;
            this.recorded = Answers.read(ANSWERS, scenario.name());
        }

        void judge(Scenario.Case test) {
            if (!target.configurable() && !scenario.config().isBlank()) {
                note(test, Outcome.NOT_RUN, "needs a configuration");
                throw new TestAbortedException("needs a configuration");
            }
            try {
                begin();
                results.get(test.title()).join();
                note(test, Outcome.PASSED, test.difference());
            } catch (CompletionException e) {
                note(test, Outcome.FAILED, String.valueOf(e.getCause()));
                throw e.getCause() instanceof TranscriptFailure failure ? failure : e;
            } catch (RuntimeException e) {
                note(test, Outcome.FAILED, String.valueOf(e));
                throw e;
            }
        }

        private void begin() {
            if (server != null) {
                return;
            }
            server = target.start(scenario.config());
            for (Scenario.Case test : scenario.cases()) {
                results.put(test.title(), CompletableFuture.runAsync(() -> play(test), pool));
            }
        }

        private void play(Scenario.Case test) {
            if (!test.isFor(target.family())) {
                return;
            }
            for (Map<String, String> variant : test.variants()) {
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
        }

        private void note(Scenario.Case test, Outcome outcome, String detail) {
            String title = scenario.name() + ": " + test.title();
            Ledger.add(new Entry("server", target.name(), test.rows(), title, outcome, detail));
        }

        void close() {
            pool.shutdownNow();
            if (server == null) {
                return;
            }
            server.close();
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
