// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.awaitility.Awaitility.await;

import io.natskit.conformance.scenario.SocketMail;
import io.natskit.conformance.target.MqttConfig;
import io.natskit.conformance.target.RunningServer;
import java.time.Duration;
import java.util.Map;

/** What contracts of MQTT's lasting things ask: servers that speak MQTT, and the streams behind. */
interface MqttJudged extends Judged {
    /** How long a case waits. */
    Duration PATIENCE = Duration.ofSeconds(15);

    /** The flags of a message of QoS 1. */
    int QOS1 = 2;

    /** The flags of a message of QoS 2. */
    int QOS2 = 4;

    /** Starts a server that speaks MQTT. */
    default RunningServer start() {
        return start("");
    }

    /** Starts one with these fields in its block. */
    default RunningServer start(String fields) {
        return target().start(MqttConfig.of("", fields));
    }

    /** Asks JetStream's API. */
    static Map<?, ?> api(RunningServer server, String operation, String json) {
        try (SocketMail mail = new SocketMail(server.host(), server.port(), PATIENCE)) {
            mail.subscribe(1, "answer", "_INBOX.a", "");
            mail.publish(1, "$JS.API." + operation, "_INBOX.a", "", json);
            return (Map<?, ?>) mail.take(1, "answer").json();
        }
    }

    /** Waits until a stream holds so many messages. */
    static void awaitMessages(RunningServer server, String stream, long count) {
        await().atMost(PATIENCE)
                .until(() ->
                        ((Number) RestartedServer.at(api(server, "STREAM.INFO." + stream, ""), "state", "messages"))
                                        .longValue()
                                == count);
    }

    /** Servers learn of retained messages a moment after they are stored: waits until they give this one to who subscribes. */
    static void awaitRetained(RunningServer server, String topic, String payload) {
        try (MqttPeer probe = MqttPeer.clean(server, "probe")) {
            awaitRetained(probe, topic, payload);
        }
    }

    /** As the other, by a client that is there already. */
    static void awaitRetained(MqttPeer probe, String topic, String payload) {
        String retained = "PUBLISH " + topic + " flags=1 " + payload;
        await().atMost(PATIENCE)
                .until(() -> probe.subscribed(topic, 0).heardToFence().contains(retained));
    }
}
