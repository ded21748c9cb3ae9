// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.ForceReconnect;
import io.natskit.client.NoRespondersException;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.server.NatsServer;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientMetricsIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ConnectionMetrics metrics = ConnectionMetrics.of(registry, Tags.of("app", "orders"));

    private Connection connect(NatsServer server) {
        return Nats.connect(o -> o.servers(server.url()).observer(metrics.observer()));
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private long timed(String name, String... tags) {
        return registry.get(name).tags(tags).timer().count();
    }

    private double connections() {
        return registry.get("nats.client.connections").gauge().value();
    }

    @Test
    void messages_and_requests_of_two_connections_are_counted_together() {
        try (NatsServer server = NatsServer.builder().start();
                Connection one = connect(server);
                Connection two = connect(server)) {
            assertThat(connections()).isEqualTo(2);
            one.subscribe("echo", message -> message.reply(message.bytes()));
            one.flush();
            assertThat(two.request("echo", new byte[4], SOON).size()).isEqualTo(4);
            assertThatThrownBy(() -> two.request("nobody", new byte[0], SOON))
                    .isInstanceOf(NoRespondersException.class);

            assertThat(timed("nats.client.requests", "outcome", "replied")).isEqualTo(1);
            assertThat(timed("nats.client.requests", "outcome", "no_responders"))
                    .isEqualTo(1);
            assertThat(count("nats.client.messages", "direction", "out")).isEqualTo(3);
            assertThat(count("nats.client.bytes", "direction", "out")).isEqualTo(8);
            assertThat(count("nats.client.bytes", "direction", "in")).isGreaterThanOrEqualTo(4);
            assertThat(timed("nats.client.connect")).isEqualTo(2);
        }
        await().atMost(SOON).until(() -> connections() == 0);
    }

    @Test
    void a_reconnect_is_counted_and_the_connection_is_up_again() {
        try (NatsServer server = NatsServer.builder().start();
                Connection nats = connect(server)) {
            nats.reconnect(ForceReconnect.defaults());
            await().atMost(SOON).until(() -> count("nats.client.reconnects") == 1);
            assertThat(count("nats.client.disconnects")).isEqualTo(1);
            assertThat(connections()).isEqualTo(1);
        }
    }

    @Test
    void publishes_deliveries_and_answers_of_jetstream_are_timed() {
        try (NatsServer server = NatsServer.builder().jetStream().start();
                Connection nats = connect(server)) {
            JetStream js = JetStream.on(nats, o -> o.observer(JetStreamMetrics.of(registry)));
            StreamHandle stream = js.createStream(StreamConfig.builder("ORDERS")
                    .subjects("orders.>")
                    .storage(StorageType.MEMORY)
                    .build());
            js.publish("orders.new", new byte[1]);
            js.publish("orders.new", new byte[1]);
            try (var consuming = stream.createConsumer(
                            ConsumerConfig.builder("worker").build())
                    .consume(JetStreamMessage::ack)) {
                assertThat(consuming).isNotNull();
                await().atMost(SOON)
                        .until(() ->
                                registry.find("nats.client.jetstream.answers").timer() != null
                                        && timed("nats.client.jetstream.answers", "answer", "ack") == 2);
            }
            assertThat(timed("nats.client.jetstream.publishes", "outcome", "stored"))
                    .isEqualTo(2);
            assertThat(count("nats.client.jetstream.deliveries", "redelivered", "false"))
                    .isEqualTo(2);
            assertThat(timed("nats.client.jetstream.handling", "outcome", "ok")).isPositive();
            assertThat(timed("nats.client.jetstream.api", "outcome", "ok")).isPositive();
        }
    }

    /** What is published to a thousand subjects makes no meter more: subjects are no tags. */
    @Test
    void subjects_make_no_meters() {
        try (NatsServer server = NatsServer.builder().start();
                Connection nats = connect(server)) {
            int before = registry.getMeters().size();
            for (int i = 0; i < 1_000; i++) {
                nats.publish("subject." + i, new byte[1]);
            }
            nats.flush();
            assertThat(registry.getMeters()).hasSize(before);
            assertThat(registry.getMeters())
                    .allSatisfy(meter -> assertThat(meter.getId().getName()).startsWith("nats.client."))
                    .allSatisfy(meter -> assertThat(tagsOf(meter)).contains("app"));
        }
    }

    private static List<String> tagsOf(Meter meter) {
        return meter.getId().getTags().stream().map(Tag::getKey).toList();
    }
}
