// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.natskit.cli.connect.Durations;
import io.natskit.cli.expression.Expression;
import io.natskit.cli.expression.Patterns;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.StreamInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What {@code stream find} looks for: the nats CLI finds the same among such streams, but by subjects. */
class StreamQueryTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    /** An hour old and used until ten minutes ago, two days old and never used, and five minutes old. */
    private static final List<StreamInfo> STREAMS = List.of(
            stream(
                    "A",
                    "'subjects':['a.>','shared'],'num_replicas':3,'metadata':{'_nats.req.level':'2'}",
                    "2026-01-02T11:00:00Z",
                    "'messages':5,'consumer_count':2,'last_ts':'2026-01-02T11:50:00Z'",
                    "'name':'north','leader':'n1','replicas':[{'name':'n2','current':true},{'name':'n3','offline':true}]"),
            stream(
                    "B",
                    "'subjects':['b.*'],'num_replicas':1,'mirror':{'name':'A'}",
                    "2025-12-31T12:00:00Z",
                    "'messages':0,'consumer_count':1,'last_ts':'0001-01-01T00:00:00Z'",
                    "'name':'north','leader':''"),
            stream(
                    "C",
                    "'num_replicas':1,'sources':[{'name':'A'}],'metadata':{'_nats.req.level':'much'}",
                    "2026-01-02T11:55:00Z",
                    "'messages':1,'consumer_count':0,'last_ts':'2026-01-02T11:59:00Z'",
                    "'name':'south','leader':'s1'"));

    private static StreamInfo stream(String name, String config, String created, String state, String cluster) {
        return StreamInfo.ofJson(json("{'config':{'name':'" + name + "'," + config + "},'created':'" + created
                + "','state':{" + state + "},'cluster':{" + cluster + "}}"));
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    /** That of B delivered something two minutes ago. */
    private static Iterable<ConsumerInfo> consumers(String stream) {
        return stream.equals("B")
                ? List.of(ConsumerInfo.ofJson(json("{'name':'C','delivered':{'last_active':'2026-01-02T11:58:00Z'}}")))
                : List.of();
    }

    @ParameterizedTest
    @CsvSource({
        "'', A B C",
        "--empty, B",
        "--empty --invert, A C",
        "--consumers 1, B C",
        "--consumers 1 --invert, A B",
        "--replicas 1, B C",
        "--replicas 3 --invert, A",
        "--replicas 0, ''",
        "--sourced, C",
        "--mirrored, B",
        "--empty --mirrored --invert, A C",
        "--sourced --empty, ''",
        "--created 1h, B",
        "--created 59m, A B",
        "--created 30m --invert, C",
        "--idle 5m, A",
        "--idle 1m30s, A B",
        "--idle 5m --invert, B C",
        "--subject a.x, A",
        "--subject *.x, A B",
        "--subject shared --invert, B C",
        "--leader n1, A",
        "--leader n1 --invert, B C",
        "--server-name n3, A",
        "--server-name 1, A C",
        "--cluster nor, A B",
        "--cluster ^(n|x), A B",
        "--server-name ^.1$ --invert, B",
        "--expression state.messages>0, A C",
        "--expression state.messages>0 --invert, A C",
        "--expression info.cluster.leader==\"s1\" --empty --invert, C",
        "--offline, A B",
        "--offline --invert, C",
        "--api-level 2, A",
        "--api-level 3, ''",
        "--api-level 1 --invert, B C"
    })
    void what_is_found_holds_all_that_is_said(String options, String expected) {
        StreamQuery query = new StreamQuery();
        new CommandLine(query)
                .registerConverter(Duration.class, Durations::parse)
                .registerConverter(Pattern.class, Patterns::compile)
                .registerConverter(Expression.class, Expression::parse)
                .parseArgs(options.isEmpty() ? new String[0] : options.split(" "));
        assertThat(query.of(STREAMS, StreamQueryTest::consumers, NOW))
                .extracting(info -> info.config().name())
                .containsExactly(expected.isEmpty() ? new String[0] : expected.split(" "));
    }
}
