// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.RestartedServer.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.scenario.Delivery;
import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.transcript.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What JetStream of a server knows after it was ended and started again on the same folder. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#programs")
class JetStreamRestartIT implements Judged {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ProgramTarget target;

    @TempDir
    Path folder;

    JetStreamRestartIT(ProgramTarget target) {
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
    }

    private static void stream(Run run, String more) {
        Map<?, ?> answer = run.api("STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s.>\"]" + more + "}");
        assertThat(at(answer, "error")).isEqualTo(Json.NULL);
    }

    @Test
    @Rows({"SC-05", "SC-22", "PB-13"})
    void messages_sequences_and_gaps_survive() {
        try (Run run = new Run()) {
            stream(run, ",\"description\":\"kept\"");
            for (int i = 1; i <= 5; i++) {
                run.publish("s." + i, "K: v" + i, "m" + i);
            }
            run.api("STREAM.MSG.DELETE.S", "{\"seq\":3}");
            run.api("STREAM.MSG.DELETE.S", "{\"seq\":5}");
            run.stop();
        }
        try (Run run = new Run()) {
            Map<?, ?> info = run.api("STREAM.INFO.S", "{\"subjects_filter\":\">\",\"deleted_details\":true}");
            assertThat(at(info, "config", "description")).isEqualTo("kept");
            assertThat(at(info, "state", "messages")).isEqualTo(3L);
            assertThat(at(info, "state", "last_seq")).isEqualTo(5L);
            assertThat(at(info, "state", "subjects").toString()).isEqualTo("{s.1=1, s.2=1, s.4=1}");
            assertThat(at(run.api("STREAM.MSG.GET.S", "{\"seq\":2}"), "message", "data"))
                    .isEqualTo("bTI=");
            assertThat(at(run.publish("s.6", "", "m6"), "seq")).isEqualTo(6L);
        }
    }

    @Test
    @Rows({"SC-05", "PB-01"})
    void what_was_acknowledged_survives_a_kill() {
        try (Run run = new Run()) {
            stream(run, "");
            for (int i = 1; i <= 200; i++) {
                assertThat(at(run.publish("s.a", "", "m" + i), "seq")).isEqualTo((long) i);
            }
            run.kill();
        }
        try (Run run = new Run()) {
            assertThat(at(run.api("STREAM.INFO.S", ""), "state", "messages")).isEqualTo(200L);
            assertThat(at(run.publish("s.a", "", "next"), "seq")).isEqualTo(201L);
        }
    }

    @Test
    @Rows({"SC-05"})
    void a_stream_in_memory_is_gone() {
        try (Run run = new Run()) {
            stream(run, ",\"storage\":\"memory\"");
            run.publish("s.a", "", "m");
            run.stop();
        }
        try (Run run = new Run()) {
            assertThat(at(run.api("STREAM.INFO.S", ""), "error", "err_code")).isEqualTo(10059L);
        }
    }

    @Test
    @Rows({"PB-02", "SC-09"})
    void message_ids_are_remembered() {
        try (Run run = new Run()) {
            stream(run, "");
            run.publish("s.a", "Nats-Msg-Id: one", "m");
            run.stop();
        }
        try (Run run = new Run()) {
            assertThat(at(run.publish("s.a", "Nats-Msg-Id: one", "m"), "duplicate"))
                    .isEqualTo(true);
        }
    }

    @Test
    @Rows({"CO-14", "CO-16"})
    void acknowledgements_survive() {
        try (Run run = new Run()) {
            stream(run, "");
            for (int i = 1; i <= 4; i++) {
                run.publish("s.a", "", "m" + i);
            }
            run.api(
                    "CONSUMER.CREATE.S.c",
                    "{\"stream_name\":\"S\",\"config\":{\"durable_name\":\"c\",\"ack_policy\":\"explicit\",\"ack_wait\":1000000000}}");
            for (int i = 1; i <= 3; i++) {
                Delivery delivery = run.request("$JS.API.CONSUMER.MSG.NEXT.S.c", "", "1");
                if (i != 2) {
                    run.request(delivery.reply(), "", "+ACK");
                }
            }
            run.stop();
        }
        try (Run run = new Run()) {
            Map<?, ?> info = run.api("CONSUMER.INFO.S.c", "");
            assertThat(at(info, "ack_floor", "stream_seq")).isEqualTo(1L);
            assertThat(at(info, "num_ack_pending")).isEqualTo(1L);
            assertThat(at(info, "num_pending")).isEqualTo(1L);
            Delivery first = run.request("$JS.API.CONSUMER.MSG.NEXT.S.c", "", "1");
            Delivery second = run.request("$JS.API.CONSUMER.MSG.NEXT.S.c", "", "1");
            assertThat(List.of(first.payload(), second.payload())).containsExactlyInAnyOrder("m2", "m4");
        }
    }

    @Test
    @Rows({"CO-11", "JA-19"})
    void a_pause_survives() {
        try (Run run = new Run()) {
            stream(run, "");
            run.api(
                    "CONSUMER.CREATE.S.c",
                    "{\"stream_name\":\"S\",\"config\":{\"durable_name\":\"c\",\"ack_policy\":\"explicit\"}}");
            run.api("CONSUMER.PAUSE.S.c", "{\"pause_until\":\"2099-01-01T00:00:00Z\"}");
            run.stop();
        }
        try (Run run = new Run()) {
            assertThat(at(run.api("CONSUMER.INFO.S.c", ""), "paused")).isEqualTo(true);
        }
    }

    @Test
    @Rows({"SC-11", "SC-23"})
    void a_mirror_goes_on_where_it_was() {
        try (Run run = new Run()) {
            stream(run, "");
            run.publish("s.a", "", "m1");
            run.api("STREAM.CREATE.M", "{\"name\":\"M\",\"mirror\":{\"name\":\"S\"}}");
            awaitMessages(run, "M", 1);
            run.stop();
        }
        try (Run run = new Run()) {
            run.publish("s.a", "", "m2");
            awaitMessages(run, "M", 2);
        }
    }

    private static void awaitMessages(Run run, String stream, long messages) {
        org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        Long.valueOf(messages).equals(at(run.api("STREAM.INFO." + stream, ""), "state", "messages")));
    }

    @Test
    @Rows({"SC-07", "SC-13"})
    void a_deleted_stream_stays_deleted() {
        try (Run run = new Run()) {
            stream(run, "");
            run.publish("s.a", "", "m1");
            run.api("STREAM.DELETE.S", "");
            run.stop();
        }
        try (Run run = new Run()) {
            assertThat(at(run.api("STREAM.INFO.S", ""), "error", "err_code")).isEqualTo(10059L);
        }
    }

    @Test
    @Rows({"PB-06", "SC-06"})
    void what_became_too_old_meanwhile_is_gone() {
        try (Run run = new Run()) {
            stream(run, ",\"max_age\":300000000,\"duplicate_window\":300000000");
            run.publish("s.a", "", "m1");
            run.stop();
        }
        try (Run run = new Run()) {
            awaitMessages(run, "S", 0);
            assertThat(at(run.publish("s.a", "", "m2"), "seq")).isEqualTo(2L);
        }
    }
}
