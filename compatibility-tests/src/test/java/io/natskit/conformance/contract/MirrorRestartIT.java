// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.RestartedServer.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.transcript.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Mirrors and sources of a server that was ended or killed and started again on the same folder. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#programs")
class MirrorRestartIT implements Judged {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ProgramTarget target;

    @TempDir
    Path folder;

    MirrorRestartIT(ProgramTarget target) {
        this.target = target;
    }

    @Override
    public ProgramTarget target() {
        return target;
    }

    private final class Run extends RestartedServer {
        Run() {
            super(target, folder, PATIENCE);
        }

        @Override
        Map<?, ?> api(String name, String json) {
            Map<?, ?> answer = super.api(name, json);
            assertThat(at(answer, "error")).isEqualTo(Json.NULL);
            return answer;
        }

        void publish(String subject, int messages) {
            for (int i = 0; i < messages; i++) {
                assertThat(at(publish(subject, "", "m" + i), "error")).isEqualTo(Json.NULL);
            }
        }

        void awaitState(String stream, String field, long value) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> assertThat(at(api("STREAM.INFO." + stream, ""), "state", field))
                            .isEqualTo(value));
        }
    }

    @Test
    @Rows({"SC-11", "SC-23"})
    void a_mirror_goes_on_where_it_was() {
        try (Run run = new Run()) {
            run.api("STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s.>\"],\"first_seq\":5}");
            run.api("STREAM.CREATE.M", "{\"name\":\"M\",\"mirror\":{\"name\":\"S\"}}");
            run.publish("s.a", 3);
            run.awaitState("M", "last_seq", 7);
            run.stop();
        }
        try (Run run = new Run()) {
            run.publish("s.a", 2);
            run.awaitState("M", "last_seq", 9);
            run.awaitState("M", "messages", 5);
        }
    }

    @Test
    @Rows({"SC-12", "SC-23"})
    void sources_go_on_where_they_were_after_a_kill() {
        try (Run run = new Run()) {
            run.api("STREAM.CREATE.A", "{\"name\":\"A\",\"subjects\":[\"a.>\"]}");
            run.api("STREAM.CREATE.B", "{\"name\":\"B\",\"subjects\":[\"b.>\"]}");
            run.api(
                    "STREAM.CREATE.T",
                    "{\"name\":\"T\",\"sources\":[{\"name\":\"A\",\"filter_subject\":\"a.x\"},{\"name\":\"A\",\"filter_subject\":\"a.y\"},{\"name\":\"B\"}]}");
            run.publish("a.x", 3);
            run.publish("a.y", 2);
            run.publish("b.x", 4);
            run.awaitState("T", "messages", 9);
            run.kill();
        }
        try (Run run = new Run()) {
            run.publish("a.x", 1);
            run.publish("b.x", 1);
            run.awaitState("T", "messages", 11);
            run.publish("a.y", 1);
            run.awaitState("T", "messages", 12);
            run.awaitState("T", "last_seq", 12);
        }
    }

    @Test
    @Rows({"SC-12", "SC-23"})
    void sources_whose_messages_are_gone_go_on_where_they_were() {
        try (Run run = new Run()) {
            run.api("STREAM.CREATE.A", "{\"name\":\"A\",\"subjects\":[\"a.>\"]}");
            run.api("STREAM.CREATE.T", "{\"name\":\"T\",\"sources\":[{\"name\":\"A\"}]}");
            run.publish("a.x", 3);
            run.awaitState("T", "messages", 3);
            run.api("STREAM.PURGE.T", "");
            run.stop();
        }
        try (Run run = new Run()) {
            run.publish("a.x", 2);
            run.awaitState("T", "last_seq", 5);
            run.awaitState("T", "messages", 2);
        }
    }

    @Test
    @Rows({"SC-12", "SC-23", "SC-04"})
    void a_work_queue_that_is_sourced_loses_nothing_in_a_kill() {
        try (Run run = new Run()) {
            run.api("STREAM.CREATE.Q", "{\"name\":\"Q\",\"subjects\":[\"q.>\"],\"retention\":\"workqueue\"}");
            run.api("STREAM.CREATE.T", "{\"name\":\"T\",\"sources\":[{\"name\":\"Q\"}]}");
            run.publish("q.a", 20);
            run.awaitState("T", "messages", 20);
            run.awaitState("Q", "messages", 0);
            run.publish("q.a", 20);
            run.kill();
        }
        try (Run run = new Run()) {
            run.awaitState("T", "messages", 40);
            run.awaitState("Q", "messages", 0);
            run.publish("q.a", 1);
            run.awaitState("T", "messages", 41);
        }
    }
}
