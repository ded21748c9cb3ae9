// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Subscription;
import io.natskit.server.NatsServer;
import java.time.Duration;

/**
 * An edge node of Sparkplug B: it says what it has at its birth, then what changes, and its death is told by the server when the line breaks. The server is aware of Sparkplug: it keeps the
 * birth for hosts that come later, and stamps the death with the time of death.
 */
public final class SparkplugEdgeNode {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CONFIG = "server_name: plant\nmqtt { listen: \"127.0.0.1:-1\" }\n";
    private static final String BIRTH = "spBv1.0/plant/NBIRTH/oven";
    private static final String DATA = "spBv1.0/plant/NDATA/oven";
    private static final String DEATH = "spBv1.0/plant/NDEATH/oven";

    private SparkplugEdgeNode() {}

    /** Runs it, with a server of its own, since MQTT is the point. */
    public static void main(String[] args) {
        Sample.main(SparkplugEdgeNode::run);
    }

    private static String subject(String topic) {
        // a dot within a level is two slashes, so "spBv1.0" is not two tokens
        return topic.replace("/", ".").replace("spBv1.0", "spBv1//0");
    }

    private static byte[] death() {
        // the same number in birth and death says which session died
        return new SparkplugPayload(1).metric("bdSeq", 0).toBytes();
    }

    static void run() throws Exception {
        try (NatsServer server = NatsServer.builder().config(CONFIG).jetStream().start();
                Connection host = Nats.connect(server.url());
                Subscription heard = host.subscribe("spBv1//0.plant.>")) {
            host.flush();
            MqttDevice.Said will = new MqttDevice.Said(DEATH, death(), false);
            MqttDevice oven = new MqttDevice(server.mqttPort(), "oven", will);
            byte[] birth = new SparkplugPayload(System.currentTimeMillis())
                    .metric("bdSeq", 0)
                    .metric("Temperature", 20)
                    .sequence(0)
                    .toBytes();
            oven.publish(BIRTH, birth, false);
            oven.publish(
                    DATA,
                    new SparkplugPayload(System.currentTimeMillis())
                            .metric("Temperature", 180)
                            .sequence(1)
                            .toBytes(),
                    false);
            Sample.check(
                    "the birth",
                    subject(BIRTH),
                    heard.next(PATIENCE).orElseThrow().subject());
            Sample.check(
                    "a change",
                    subject(DATA),
                    heard.next(PATIENCE).orElseThrow().subject());

            // who comes late finds the birth among the certificates
            try (MqttDevice late = new MqttDevice(server.mqttPort(), "late-host", null)) {
                late.subscribe("$sparkplug/certificates/#");
                MqttDevice.Said kept = late.next();
                Sample.check("the certificate", "$sparkplug/certificates/" + BIRTH, kept.topic());
                Sample.check("whether it is retained", true, kept.retained());
                Sample.check("its payload", birth.length, kept.payload().length);

                late.subscribe(DEATH);
                long before = System.currentTimeMillis();
                oven.breakDown();
                MqttDevice.Said last = late.next();
                Sample.check("the death", DEATH, last.topic());
                Sample.check("whether it is stamped", true, SparkplugPayload.timestamp(last.payload()) >= before);
            }
            Sample.check(
                    "the death, for NATS",
                    subject(DEATH),
                    heard.next(PATIENCE).orElseThrow().subject());
            System.out.println("birth, data and death of an oven were told");
        }
    }
}
