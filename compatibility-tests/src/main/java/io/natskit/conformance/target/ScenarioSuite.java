// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import io.natskit.conformance.scenario.Answers;
import io.natskit.conformance.scenario.Delivery;
import io.natskit.conformance.scenario.Play;
import io.natskit.conformance.scenario.Scenario;
import io.natskit.conformance.scenario.ScenarioParser;
import io.natskit.conformance.scenario.SocketMail;
import io.natskit.conformance.transcript.TranscriptFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The scenarios as a program:
 *  {@code ScenarioSuite FOLDER [--record FOLDER | --compare FOLDER] [--only TEXT] [--case TEXT] (embedded | nats://host:port | command…)}.
 *  Ends with 1 when a case fails.
 */
public final class ScenarioSuite {
    private static final int BESIDE_ONE_ANOTHER = 8;

    private final PrintStream out = System.out;
    private Path record = Path.of("");
    private Path compare = Path.of("");
    private String only = "";
    private String caseText = "";
    private int passed;
    private int failed;
    private int differing;

    private ScenarioSuite() {}

    /** Runs the program. */
    public static void main(String[] args) throws IOException, InterruptedException {
        ScenarioSuite suite = new ScenarioSuite();
        int at = 1;
        for (; args[at].startsWith("--"); at += 2) {
            switch (args[at]) {
                case "--record" -> suite.record = Path.of(args[at + 1]);
                case "--compare" -> suite.compare = Path.of(args[at + 1]);
                case "--case" -> suite.caseText = args[at + 1];
                default -> suite.only = args[at + 1];
            }
        }
        String family = args[at].contains("natskit") ? "natskit" : "nats-server";
        Target target = args[at].equals("embedded")
                ? new EmbeddedTarget()
                : args[at].startsWith("nats://")
                        ? new AddressTarget(args[at])
                        : new ProgramTarget("command", family, List.of(args).subList(at, args.length));
        for (Scenario scenario : ScenarioParser.in(Path.of(args[0]))) {
            if (scenario.name().contains(suite.only)) {
                suite.run(scenario, target);
            }
        }
        suite.out.println(
                suite.passed + " passed, " + suite.failed + " failed, " + suite.differing + " not as recorded");
        System.exit(suite.failed == 0 ? 0 : 1);
    }

    private void run(Scenario scenario, Target target) throws IOException, InterruptedException {
        Answers now = new Answers();
        Answers then = compare.toString().isEmpty() ? now : Answers.read(compare, scenario.name());
        ExecutorService pool = Executors.newFixedThreadPool(BESIDE_ONE_ANOTHER);
        int failedBefore = failed;
        int passedBefore = passed;
        try (RunningServer server = target.start(scenario.config())) {
            List<Future<String>> results = new ArrayList<>();
            for (Scenario.Case test : scenario.cases()) {
                if (test.isFor(target.family()) && test.title().contains(caseText)) {
                    results.add(pool.submit(() -> judge(test, server, now, then)));
                }
            }
            for (Future<String> result : results) {
                tell(scenario, result);
            }
        } catch (IllegalStateException e) {
            failed += scenario.cases().size();
            out.println(
                    "FAILED " + scenario.name() + ": all " + scenario.cases().size() + " cases: " + e.getMessage());
        } finally {
            pool.shutdownNow();
        }
        out.println("       " + scenario.name() + ": " + (passed - passedBefore) + " passed, " + (failed - failedBefore)
                + " failed");
        if (!record.toString().isEmpty()) {
            Files.writeString(record.resolve(scenario.name() + ".txt"), now.text());
        }
    }

    private void tell(Scenario scenario, Future<String> result) throws InterruptedException {
        try {
            String difference = result.get();
            passed++;
            if (!difference.isEmpty()) {
                differing++;
                out.println("DIFFERS " + scenario.name() + ": " + difference);
            }
        } catch (ExecutionException e) {
            failed++;
            out.println("FAILED " + scenario.name() + ": "
                    + (e.getCause() instanceof TranscriptFailure f ? f.getMessage() : String.valueOf(e.getCause())));
        }
    }

    private static String judge(Scenario.Case test, RunningServer server, Answers now, Answers then) {
        StringBuilder differences = new StringBuilder();
        for (Map<String, String> variant : test.variants()) {
            Duration patience = Duration.ofMillis(Long.getLong("patience", 5_000));
            List<Delivery> heard =
                    Play.play(test, variant, new SocketMail(server.host(), server.port(), patience), patience);
            String title = test.title(variant);
            String difference = then != now && !test.loose() ? then.difference(title, heard) : "";
            now.add(title, heard);
            if (!difference.isEmpty()) {
                differences.append(title).append('\n').append(difference);
            }
        }
        return differences.toString();
    }
}
