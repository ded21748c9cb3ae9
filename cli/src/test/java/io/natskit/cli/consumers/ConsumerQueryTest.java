// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.connect.Durations;
import io.natskit.cli.expression.Expression;
import io.natskit.wire.jetstream.ConsumerInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What {@code consumer find} looks for, of what a single server does not show. */
class ConsumerQueryTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    private static final List<ConsumerInfo> CONSUMERS = List.of(
            consumer(
                    "A",
                    "'num_replicas':3,'priority_policy':'pinned_client','priority_groups':['g','h']",
                    "'cluster':{'leader':'n1'},'priority_groups':[{'group':'g','pinned_client_id':'x'},{'group':'h','pinned_client_id':'y'}]"),
            consumer(
                    "B",
                    "'num_replicas':1,'priority_policy':'pinned_client','priority_groups':['g','h']",
                    "'cluster':{'leader':'n2'},'priority_groups':[{'group':'g','pinned_client_id':'x'},{'group':'h'}]"),
            consumer(
                    "C",
                    "'num_replicas':0,'metadata':{'_nats.req.level':'much'}",
                    "'delivered':{'last_active':'2026-01-02T11:50:00Z'}"));

    private static ConsumerInfo consumer(String name, String config, String more) {
        String json = "{'name':'" + name + "','created':'2026-01-02T11:00:00Z','config':{" + config + "}," + more + "}";
        return ConsumerInfo.ofJson(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "--leader n1, A",
        "--leader n1 --invert, B",
        "--pinned, A",
        "--pinned --invert, B",
        "--replicas 1, B C",
        "--replicas 2 --invert, A",
        "--idle 5m, A B C",
        "--idle 20m, A B",
        "--idle 20m --invert, C",
        "--created 1h, A B C",
        "--created 61m --invert, A B C",
        "--api-level 1 --invert, A B C",
        "--expression Info.Cluster?.Leader==\"n1\" --invert, A"
    })
    void what_is_found_holds_all_that_is_said(String options, String expected) {
        ConsumerQuery query = new ConsumerQuery();
        new CommandLine(query)
                .registerConverter(Duration.class, Durations::parse)
                .registerConverter(Expression.class, Expression::parse)
                .parseArgs(options.split(" "));
        assertThat(query.of(CONSUMERS, NOW)).extracting(ConsumerInfo::name).containsExactly(expected.split(" "));
    }
}
