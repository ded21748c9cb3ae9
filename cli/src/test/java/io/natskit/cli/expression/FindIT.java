// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.cli.CommandsIT;
import io.natskit.cli.NatsProgram;
import io.natskit.cli.Ran;
import io.natskit.client.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code stream find} and {@code consumer find} with the same words as the nats CLI, on one server: what one of them finds, the other finds. */
class FindIT extends CommandsIT {
    @BeforeAll
    static void fill() {
        natskit(
                        "stream",
                        "add",
                        "ORDERS",
                        "--subjects",
                        "orders.>",
                        "--storage",
                        "memory",
                        "--max-age",
                        "1h",
                        "--metadata",
                        "owner=ada")
                .well();
        natskit("stream", "add", "EVENTS", "--subjects", "events.>,shared", "--retention", "workqueue")
                .well();
        natskit("stream", "add", "COPY", "--mirror", "ORDERS").well();
        natskit("pub", "orders.a", "x", "-J", "--count", "5", "-q").well();
        natskit("consumer", "add", "ORDERS", "PULL", "--wait", "10m").well();
        natskit("consumer", "add", "ORDERS", "USED", "--filter", "orders.a", "--wait", "10m", "--metadata", "owner=bob")
                .well();
        natskit("consumer", "add", "ORDERS", "PUSH", "--target", "deliver.here", "--ack", "none")
                .well();
        natskit("consumer", "add", "ORDERS", "PINNED", "--pinned-groups", "jobs", "--pinned-ttl", "10m")
                .well();
        natskit("consumer", "next", "ORDERS", "USED", "--count", "2").well();
        natskit("consumer", "next", "ORDERS", "USED", "--no-ack").well();
    }

    @AfterAll
    static void empty() {
        for (String stream : List.of("COPY", "ORDERS", "EVENTS")) {
            natskit("stream", "rm", stream, "-f").well();
        }
    }

    private static List<String> names(Ran ran) {
        return ran.out()
                .lines()
                .filter(line -> !line.isBlank() && !line.equals("No Streams found"))
                .sorted()
                .toList();
    }

    private static void bothFind(List<String> words) {
        String[] command = words.toArray(new String[0]);
        assertThat(names(natskit(command).well()))
                .as(words.toString())
                .isEqualTo(names(NatsProgram.at(url(), folder).run(command).well()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state.messages > 1",
                "Info.State.Msgs > 1 and config.storage == 'memory'",
                "config.max_age == '1h0m0s'",
                "duration(config.max_age) < duration('2h') and Info.Config.MaxAge == duration('1h')",
                "Info.Config.Retention.String() == 'WorkQueue'",
                "'shared' in config.subjects",
                "any(config.subjects, # matches '^(orders|shared)')",
                "config.subjects | filter(# contains '>') | len() == 1",
                "config.mirror != nil",
                "config.mirror?.name == 'ORDERS' || config.sealed",
                "info.cluster?.name == nil",
                "config.metadata.owner in ['ada', 'eve']",
                "'owner' not in config.metadata and not (config.name startsWith 'C')",
                "now() - Info.Created < duration('24h') and info.created < now()",
                "let n = state.messages; n > 0 ? config.name endsWith 'S' : false",
                "if state.consumer_count > 2 { true } else { config.name == 'COPY' }",
                "config.nosuch == nil and 1 in 1..3 and 2 ** 3 == 8.0",
                "string(config.subjects) == '[events.> shared]'",
                "$env['config'].name == 'EVENTS'",
                "len(keys(Info.Config.Metadata)) > 5",
                "sum(map(1..3, # * 2)) == state.messages + 7",
                "state.messages * 2 / 4 >= 2.5"
            })
    void streams_that_an_expression_holds_for_are_those_of_the_nats_cli(String expression) {
        bothFind(List.of("stream", "find", "-n", "--expression", expression));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 +",
                "nosuch == 1",
                "lenn(config.subjects) > 1",
                "state.messages",
                "config.name > 3",
                "Info.Confg.Name == 'A'",
                "info.cluster.name == 'x'",
                "config.subjects[9] == 'x'",
                "config.name matches '['",
                "'a' + 1 == 'a1'"
            })
    void what_the_nats_cli_refuses_is_refused_with_the_place(String expression) {
        assertThat(NatsProgram.at(url(), folder)
                        .run("stream", "find", "--expression", expression)
                        .code())
                .isEqualTo(1);
        Ran refused = natskit("stream", "find", "--expression", expression);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).startsWith("natskit: error: ").contains(" | " + expression, "^");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--pull",
                "--push",
                "--push --invert",
                "--pull --invert",
                "--bound",
                "--bound --invert",
                "--waiting 1",
                "--ack-pending 2",
                "--ack-pending 1",
                "--ack-pending 1 --invert",
                "--pending 5",
                "--pending 6",
                "--pending 2 --invert",
                "--created 1h",
                "--created 1h --invert",
                "--replicas 1",
                "--replicas 1 --invert",
                "--leader n1",
                "--leader n1 --invert",
                "--pinned",
                "--pinned --invert",
                "--api-level 1",
                "--api-level 1 --invert",
                "--expression info.numpending==5",
                "--expression Info.NumAckPending==1 --invert",
                "--expression Info.Config.AckPolicy.String()==\"None\"",
                "--expression config.metadata.owner==\"bob\" --pull",
                "--expression Info.Delivered.Last!=nil",
                "--expression len(config.priority_groups)==1&&config.ack_wait==\"30s\""
            })
    void consumers_that_are_found_are_those_of_the_nats_cli(String options) {
        List<String> words = new ArrayList<>(List.of("consumer", "find", "ORDERS"));
        Stream.of(options.split(" ", -1)).filter(word -> !word.isEmpty()).forEach(words::add);
        bothFind(words);
    }

    @Test
    void consumers_that_somebody_waits_at_are_found() {
        natskit("consumer", "add", "ORDERS", "QUIET", "--filter", "orders.none").well();
        CompletableFuture<Ran> pull = beside("consumer", "next", "ORDERS", "QUIET", "--wait", "1m");
        try (Connection nats = Nats.connect(url())) {
            nats.subscribe("deliver.here");
            Awaitility.await()
                    .until(() -> names(natskit("consumer", "find", "ORDERS", "--bound"))
                            .equals(List.of("PUSH", "QUIET")));
            for (String options :
                    List.of("--bound", "--bound --invert", "--waiting 2", "--waiting 1", "--waiting 1 --invert")) {
                List<String> words = new ArrayList<>(List.of("consumer", "find", "ORDERS"));
                words.addAll(List.of(options.split(" ", -1)));
                bothFind(words);
            }
            assertThat(names(natskit("consumer", "find", "ORDERS", "--waiting", "2")))
                    .containsExactly("QUIET");
        }
        natskit("pub", "orders.none", "x", "-J", "-q").well();
        pull.join().well();
        natskit("consumer", "rm", "ORDERS", "QUIET", "-f").well();
    }

    @Test
    void what_is_idle_has_delivered_nothing_which_the_nats_cli_says_and_does_not_do() {
        assertThat(names(natskit("consumer", "find", "ORDERS", "--idle", "1h").well()))
                .doesNotContain("USED")
                .contains("PULL");
        assertThat(names(natskit("consumer", "query", "ORDERS", "--idle", "1h", "--invert")
                        .well()))
                .contains("USED")
                .doesNotContain("PULL");
        assertThat(names(NatsProgram.at(url(), folder)
                        .run("consumer", "find", "ORDERS", "--idle", "1h")
                        .well()))
                .contains("USED")
                .doesNotContain("PULL");
    }

    @Test
    void names_come_as_json_and_misuse_is_told() {
        assertThat(natskit("consumer", "find", "ORDERS", "--push", "--json")
                        .well()
                        .out())
                .isEqualTo("[\n  \"PUSH\"\n]\n");
        assertThat(natskit("consumer", "find", "ORDERS", "--push", "--pull").err())
                .contains("no consumer is pulled and pushes");
        assertThat(natskit("consumer", "find", "NOWHERE").err()).contains("10059");
        assertThat(natskit("consumer", "find", "ORDERS", "--expression", "info.numpending")
                        .err())
                .contains("the expression is of type int (expected: bool) (1:1)");
    }
}
