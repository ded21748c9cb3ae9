// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import io.natskit.conformance.transcript.Transcript;
import io.natskit.conformance.transcript.Transcripts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Holds every client program against the scripts: what it sends, and what it does about errors, INFO, cuts and lame duck. */
@Order(7)
@Execution(ExecutionMode.CONCURRENT)
class ClientsIT {
    private static final Path SCRIPTS = Path.of("src/test/resources/clients");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TestFactory
    Stream<DynamicNode> every_client_keeps_to_the_scripts() {
        List<Transcript> scripts = Transcripts.in(SCRIPTS);
        return SuiteClients.all().present().stream()
                .map(driver -> dynamicContainer(
                        driver.name(),
                        scripts.stream()
                                .map(script -> dynamicContainer(
                                        script.name(),
                                        script.cases().stream().map(test -> test(driver, script, test))))));
    }

    private static DynamicTest test(ClientDriver driver, Transcript script, Transcript.Case test) {
        return dynamicTest(test.title(), () -> {
            String title = script.name() + ": " + test.title();
            try {
                for (Map<String, String> variant : test.variants()) {
                    ClientReplay.play(test, variant, driver, PATIENCE);
                }
                Ledger.add(new Entry("client", driver.name(), test.rows(), title, Outcome.PASSED, ""));
            } catch (RuntimeException | AssertionError e) {
                String detail = String.valueOf(e.getMessage());
                if (Quirks.of(driver.name()).containsKey(test.title())) {
                    String known = Quirks.of(driver.name()).get(test.title());
                    Ledger.add(new Entry("client", driver.name(), test.rows(), title, Outcome.NOT_RUN, known));
                    return;
                }
                Ledger.add(new Entry("client", driver.name(), test.rows(), title, Outcome.FAILED, detail));
                throw e;
            }
        });
    }
}
