// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of JUnit inside a test: which tests passed, and what the others said. */
final class Run implements TestExecutionListener {
    private final ConcurrentLinkedQueue<String> passed = new ConcurrentLinkedQueue<>();
    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> reports = new ConcurrentLinkedQueue<>();

    private Run() {}

    static Run of(Class<?>... classes) {
        return of(Map.of(), List.of(classes));
    }

    /** Runs classes and their methods side by side. */
    static Run parallel(int threads, List<? extends Class<?>> classes) {
        return of(
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "concurrent",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "" + threads),
                classes);
    }

    private static Run of(Map<String, String> parameters, List<? extends Class<?>> classes) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(classes.stream().map(c -> selectClass(c)).toList())
                .configurationParameters(parameters)
                .build();
        Run run = new Run();
        LauncherFactory.create().execute(request, run);
        return run;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
            failures.put(test.getDisplayName(), result.getThrowable().orElseThrow());
        } else if (test.isTest()) {
            passed.add(test.getDisplayName());
        }
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        reports.add(entry.getKeyValuePairs().toString());
    }

    List<String> passed() {
        return List.copyOf(passed);
    }

    Map<String, Throwable> failures() {
        return failures;
    }

    List<String> reports() {
        return List.copyOf(reports);
    }
}
