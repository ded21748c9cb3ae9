// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Json;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Publishers that are faster than their stream. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record OverloadIT(Target target) implements Judged {
    private static final int FLOOD = 5_000;

    /** One flood is enough but for chance: a server reads thousands of small messages at once, and may queue ten. */
    private static final int FLOODS_MAX = 20;

    @Test
    @Rows("PB-04")
    void what_finds_the_queue_of_its_stream_full_is_refused_and_what_is_acknowledged_is_stored() {
        String config = "jetstream { store_dir: \"${store}\", max_buffered_msgs: 10 }\n";
        try (RunningServer server = target.start(config);
                Flood flood = new Flood(server)) {
            flood.ask("$JS.API.STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s\"]}");
            for (int i = 0; i < FLOODS_MAX && flood.refused == 0; i++) {
                flood.publish();
                // acks may come behind the answer to a question that was asked later
                await().atMost(Duration.ofSeconds(30)).until(() -> flood.messages() == flood.stored.size());
            }
            assertThat(flood.refused).as("refused messages").isPositive();
            assertThat(flood.stored).isNotEmpty();
        }
    }

    /** A publisher and the answers to it. */
    private static final class Flood implements AutoCloseable {
        final Set<Object> stored = new HashSet<>();
        int refused;
        private final Peer peer;

        Flood(RunningServer server) {
            peer = Peer.login(server, 0, ",\"headers\":true,\"no_responders\":true");
            peer.send("SUB acks 1\r\nSUB answers 2\r\n");
        }

        void publish() {
            peer.send("PUB s acks 1\r\nx\r\n".repeat(FLOOD));
        }

        /** How many messages the stream has. */
        long messages() {
            Object state = ask("$JS.API.STREAM.INFO.S", "").get("state");
            return state instanceof Map<?, ?> fields && fields.get("messages") instanceof Long count ? count : -1;
        }

        /** Asks the API; acks that come before the answer are counted. */
        Map<String, Object> ask(String subject, String payload) {
            peer.send("PUB " + subject + " answers " + payload.length() + "\r\n" + payload + "\r\n");
            while (true) {
                String line = line();
                if (line.startsWith("MSG answers ")) {
                    Map<String, Object> answer = Json.object(line());
                    assertThat(answer).doesNotContainKey("error");
                    return answer;
                } else if (line.startsWith("MSG acks ")) {
                    Map<String, Object> ack = Json.object(line());
                    assertThat(ack).containsEntry("stream", "S").doesNotContainKey("error");
                    assertThat(stored.add(ack.get("seq"))).isTrue();
                } else if (line.startsWith("HMSG acks ")) {
                    assertThat(line()).isEqualTo("NATS/1.0 429 Too Many Requests");
                    assertThat(line()).isEmpty();
                    Map<String, Object> refusal = Json.object(line());
                    assertThat(refusal)
                            .containsEntry("stream", "S")
                            .containsEntry("seq", 0L)
                            .containsEntry(
                                    "error",
                                    Map.of("code", 429L, "err_code", 10167L, "description", "too many requests"));
                    refused++;
                } else {
                    assertThat(line).isEqualTo("PING");
                    peer.send("PONG\r\n");
                }
            }
        }

        private String line() {
            String line = peer.line();
            assertThat(line).as("a line").isNotNull();
            return String.valueOf(line);
        }

        @Override
        public void close() {
            peer.close();
        }
    }
}
