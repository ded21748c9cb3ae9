// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The scenarios say what nats-server was recorded to say; so nobody can mend a scenario without asking nats-server. */
class RecordedScenariosTest {
    @TestFactory
    Stream<DynamicTest> every_scenario_is_what_nats_server_said() {
        return ScenarioParser.in(ScenariosIT.SCENARIOS).stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> play(scenario)));
    }

    private static void play(Scenario scenario) {
        Answers answers = Answers.read(ScenariosIT.ANSWERS, scenario.name());
        for (Scenario.Case test : scenario.cases()) {
            for (Map<String, String> variant : test.variants()) {
                if (test.isFor("nats-server")) {
                    String title = test.title(variant);
                    assertThat(answers.has(title)).as("recorded: %s", title).isTrue();
                    Play.play(test, variant, answers.mail(title), Duration.ZERO);
                }
            }
        }
    }
}
