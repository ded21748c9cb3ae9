// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** Random operations on streams and consumers have the same answers, states and deliveries on ours as on nats-server. A short form of
 *  {@value #SEEDS} seeds; {@code -Pfull} does 50 seeds of 10,000 operations, {@code -Ddifferential.seed=N} one seed again.
 */
class DifferentialIT {
    private static final int SEEDS = 3;
    private static final int OPERATIONS = 300;
    private static final int FULL_SEEDS = 50;
    private static final int FULL_OPERATIONS = 10_000;
    private static final String CONFIG = "jetstream: {store_dir: \"${store}\", max_mem: 256MB, max_file: 1GB}\n";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TestFactory
    Stream<DynamicTest> operations_have_the_same_results_as_on_nats_server() {
        boolean full = Boolean.getBoolean("natskit.full");
        int operations = Integer.getInteger("differential.operations", full ? FULL_OPERATIONS : OPERATIONS);
        Long only = Long.getLong("differential.seed");
        LongStream seeds = only != null ? LongStream.of(only) : LongStream.rangeClosed(1, full ? FULL_SEEDS : SEEDS);
        return seeds.mapToObj(
                seed -> dynamicTest("seed " + seed + ", " + operations + " operations", () -> judge(seed, operations)));
    }

    private static void judge(long seed, int operations) {
        Target ours = target("natskit").orElseThrow(() -> new TestAbortedException("another server is judged"));
        Optional<Target> judge = target("nats-server");
        if (judge.isEmpty()) {
            note(ours, seed, Outcome.NOT_RUN, "needs nats-server");
            throw new TestAbortedException("needs nats-server");
        }
        try (RunningServer right = judge.get().start(CONFIG);
                RunningServer judged = ours.start(CONFIG)) {
            String difference = Differential.run(seed, operations, right, judged, PATIENCE);
            note(ours, seed, difference.isEmpty() ? Outcome.PASSED : Outcome.FAILED, difference);
            assertThat(difference).isEmpty();
        }
    }

    private static Optional<Target> target(String name) {
        return SuiteTargets.all().present().stream()
                .filter(target -> target.name().equals(name))
                .findFirst();
    }

    private static void note(Target target, long seed, Outcome outcome, String detail) {
        Ledger.add(new Entry(
                "server",
                target.name(),
                List.of("SC-22", "CO-14"),
                "differential: random operations, seed " + seed,
                outcome,
                detail));
    }
}
