// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.StreamHandle;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.Codecs;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyValue;
import io.natskit.server.NatsServer;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StreamConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sensors that speak MQTT, a stream that keeps all they say, and a dashboard of their last values in a key-value bucket. The sensors know nothing of NATS, and the dashboard nothing of
 * MQTT: the topic {@code plant/oven/temperature} is the subject {@code plant.oven.temperature}.
 */
public final class SensorDashboard {
    private static final int READINGS = 20;
    private static final List<String> MACHINES = List.of("oven", "press", "saw");
    private static final String CONFIG = "server_name: plant\nmqtt { listen: \"127.0.0.1:-1\" }\n";

    private SensorDashboard() {}

    /** Runs it, with a server of its own, since MQTT is the point. */
    public static void main(String[] args) {
        Sample.main(SensorDashboard::run);
    }

    static void run() throws Exception {
        try (NatsServer server = NatsServer.builder().config(CONFIG).jetStream().start();
                Connection nats = Nats.connect(server.url())) {
            JetStream js = JetStream.on(nats);
            StreamHandle readings = js.createStream(
                    StreamConfig.builder("READINGS").subjects("plant.>").build());
            Bucket<String, String> last = KeyValue.on(js)
                    .createBucket(BucketConfig.of("LAST", b -> b.history(1)))
                    .with(Codecs.text());
            var keeper = readings.createConsumer(
                    ConsumerConfig.builder("keeper").durable("keeper").build());
            // a value is put before it is acknowledged: who dies in between has it again
            try (Consuming keeping = keeper.consume(reading -> {
                last.put(reading.subject().substring("plant.".length()), reading.text());
                reading.ack();
            })) {
                measure(server.mqttPort());

                Sample.check(
                        "readings kept",
                        (long) READINGS * MACHINES.size(),
                        readings.info().state().messages());
                Map<String, String> expected = new TreeMap<>();
                MACHINES.forEach(machine -> expected.put(machine + ".temperature", reading(machine, READINGS - 1)));
                Sample.await("the last values", expected, () -> shown(last));
                keeping.drain(Duration.ofSeconds(10));
                shown(last).forEach((sensor, value) -> System.out.printf("%-20s %s%n", sensor, value));
            }
        }
    }

    private static String reading(String machine, int number) {
        return (20 + machine.length() + number) + ".5";
    }

    private static void measure(int port) throws Exception {
        for (String machine : MACHINES) {
            try (MqttDevice sensor = new MqttDevice(port, "sensor-" + machine, null)) {
                for (int i = 0; i < READINGS; i++) {
                    byte[] value = reading(machine, i).getBytes(StandardCharsets.UTF_8);
                    sensor.publish("plant/" + machine + "/temperature", value, false);
                }
            }
        }
    }

    private static Map<String, String> shown(Bucket<String, String> last) {
        Map<String, String> all = new TreeMap<>();
        for (String key : last.keys()) {
            all.put(key, last.get(key).map(Entry::value).orElse("gone"));
        }
        return all;
    }
}
