// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Subscription;
import io.natskit.conformance.contract.Certificates;
import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.mqtt.Device.Maker;
import io.natskit.conformance.mqtt.Device.Message;
import io.natskit.conformance.mqtt.Device.Way;
import io.natskit.conformance.target.LoggedPort;
import io.natskit.conformance.target.MqttConfig;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import io.natskit.junit.proxy.FaultProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that others wrote find the MQTT that they expect. The cases of one client share a server, and each has names of its own. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("clientsOnServers")
record MqttClientsIT(Target target, Maker maker) implements Judged {
    private static final String MORE = "websocket { listen: \"127.0.0.1:-1\", no_tls: true }\n"
            + "authorization { users: [ { user: ada, password: s3cret }, { user: anybody, password: x } ] }\nno_auth_user: anybody\n";

    @TempDir
    static Path folder;

    static Stream<Arguments> clientsOnServers() {
        return SuiteTargets.reachable()
                .flatMap(target -> Stream.of(Maker.values()).map(maker -> Arguments.of(target, maker)));
    }

    private RunningServer start() {
        return target.start(MqttConfig.of(MORE, ""));
    }

    private static Way way(RunningServer server, String id) {
        return Way.clean(LoggedPort.MQTT.of(server), id);
    }

    private static Way web(RunningServer server, String id) {
        return Way.clean(LoggedPort.WEBSOCKET.of(server), id).overWebSocket();
    }

    @Test
    @Rows({"MQ-03", "MQ-10"})
    void each_quality_goes_both_ways_over_tcp_and_websocket() {
        try (RunningServer server = start()) {
            for (Way way : List.of(way(server, "in"), web(server, "in-web"))) {
                try (Device in = maker.connect(way).subscribe(way.id() + "/#", 2);
                        Device out = maker.connect(way(server, "out"))) {
                    for (int qos = 0; qos <= 2; qos++) {
                        Message message = new Message(way.id() + "/" + qos, "hi " + qos, qos);

                        out.publish(message);

                        assertThat(in.next()).isEqualTo(message);
                        in.publish(new Message(way.id() + "/back", "ho", qos));
                        assertThat(in.next()).isEqualTo(new Message(way.id() + "/back", "ho", qos));
                    }
                }
            }
        }
    }

    @Test
    @Rows("MQ-03")
    void the_lower_quality_of_both_sides_holds() {
        try (RunningServer server = start();
                Device none = maker.connect(way(server, "none")).subscribe("a", 0);
                Device once = maker.connect(way(server, "once")).subscribe("a", 1);
                Device out = maker.connect(way(server, "out"))) {
            out.publish(new Message("a", "x", 2));

            assertThat(none.next()).isEqualTo(new Message("a", "x", 0));
            assertThat(once.next()).isEqualTo(new Message("a", "x", 1));
        }
    }

    @Test
    @Rows("MQ-05")
    void a_retained_message_is_there_for_who_comes_later_until_it_is_emptied() {
        try (RunningServer server = start();
                Device out = maker.connect(way(server, "out"))) {
            out.publish(new Message("kept/a", "first", 1, true)).publish(new Message("kept/b", "second", 2, true));
            try (Device later = maker.connect(way(server, "later")).subscribe("kept/+", 2)) {
                assertThat(List.of(later.next(), later.next()))
                        .containsExactlyInAnyOrder(
                                new Message("kept/a", "first", 1, true), new Message("kept/b", "second", 2, true));

                // to who is there already it comes as any other
                out.publish(new Message("kept/a", "", 1, true));
                assertThat(later.next()).isEqualTo(new Message("kept/a", "", 1));
            }
            try (Device last = maker.connect(way(server, "last")).subscribe("kept/+", 2)) {
                assertThat(last.next()).isEqualTo(new Message("kept/b", "second", 2, true));
                out.publish(new Message("kept/end", "", 1));
                assertThat(last.next()).isEqualTo(new Message("kept/end", "", 1));
            }
        }
    }

    @Test
    @Rows("MQ-06")
    void a_will_is_told_when_the_line_breaks_and_not_after_a_goodbye() {
        try (RunningServer server = start();
                Device watcher = maker.connect(way(server, "watcher")).subscribe("will/+", 2)) {
            maker.connect(way(server, "polite").leaving(new Message("will/polite", "gone", 1)))
                    .close();
            try (FaultProxy proxy = FaultProxy.to("127.0.0.1", LoggedPort.MQTT.of(server));
                    Device broken = maker.connect(
                            Way.clean(proxy.port(), "broken").leaving(new Message("will/broken", "gone", 2, true)))) {
                proxy.cutAll();

                assertThat(watcher.next()).isEqualTo(new Message("will/broken", "gone", 2));
                broken.awaitEnd();
            }
            try (Device later = maker.connect(way(server, "later")).subscribe("will/broken", 1)) {
                assertThat(later.next()).isEqualTo(new Message("will/broken", "gone", 1, true));
            }
        }
    }

    @Test
    @Rows("MQ-04")
    void a_session_that_lasts_keeps_its_subscriptions_and_what_came_meanwhile() {
        try (RunningServer server = target.start(MqttConfig.of(MORE + "debug: true\n", ""));
                Device out = maker.connect(way(server, "out"))) {
            try (Device in = maker.connect(way(server, "in").lasting())) {
                assertThat(in.isPresent()).isFalse();
                in.subscribe("s/#", 2);
            }
            // else what comes next may go to it still
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> server.log()
                            .lines()
                            .anyMatch(line -> line.contains("\"in\" - ") && line.contains("Client connection closed")));
            out.publish(new Message("s/1", "one", 1)).publish(new Message("s/2", "two", 2));

            try (Device in = maker.connect(way(server, "in").lasting())) {
                assertThat(in.isPresent()).isTrue();
                assertThat(List.of(in.next(), in.next()))
                        .containsExactly(new Message("s/1", "one", 1), new Message("s/2", "two", 2));
            }
            try (Device in = maker.connect(way(server, "in"))) {
                assertThat(in.isPresent()).isFalse();
            }
        }
    }

    @Test
    @Rows("MQ-04")
    void who_comes_under_the_same_name_takes_the_session_over() {
        try (RunningServer server = start();
                Device first = maker.connect(way(server, "same").lasting()).subscribe("t", 1);
                Device second = maker.connect(way(server, "same").lasting());
                Device out = maker.connect(way(server, "out"))) {
            first.awaitEnd();
            out.publish(new Message("t", "x", 1));

            assertThat(second.isPresent()).isTrue();
            assertThat(second.next()).isEqualTo(new Message("t", "x", 1));
        }
    }

    @Test
    @Rows({"MQ-01", "MQ-10"})
    void a_user_and_a_password_are_checked() {
        try (RunningServer server = start();
                Device ada =
                        maker.connect(way(server, "ada").as("ada", "s3cret")).subscribe("u", 1)) {
            ada.publish(new Message("u", "x", 1));
            assertThat(ada.next()).isEqualTo(new Message("u", "x", 1));

            assertThatThrownBy(() ->
                            maker.connect(way(server, "eve").as("ada", "guess")).close())
                    .hasStackTraceContaining(maker == Maker.PAHO ? "Not authorized" : "NOT_AUTHORIZED");
        }
    }

    @Test
    @Rows({"MQ-10", "CF-20"})
    void tls_is_spoken_with_who_trusts_the_server() throws Exception {
        Certificates own =
                Certificates.make(Files.createTempDirectory(folder, "tls"), "mqtt", "dns:localhost,ip:127.0.0.1");
        try (RunningServer server = target.start(MqttConfig.of("", own.block(", timeout: 60")));
                Device device = maker.connect(way(server, "me").trusting(own)).subscribe("a", 2)) {
            device.publish(new Message("a", "x", 2));

            assertThat(device.next()).isEqualTo(new Message("a", "x", 2));
        }
    }

    @Test
    @Rows({"MQ-02", "MQ-07"})
    void nats_and_devices_talk_to_each_other() {
        try (RunningServer server = start();
                Connection nats = Nats.connect(server.url());
                Subscription all = nats.subscribe("plant.>");
                Device device = maker.connect(way(server, "device")).subscribe("plant/+/set", 2)) {
            nats.flush();
            for (int qos = 0; qos <= 2; qos++) {
                device.publish(new Message("plant/oven/temperature", "180", qos));

                var heard = all.next(PATIENCE).orElseThrow();
                assertThat(heard.subject()).isEqualTo("plant.oven.temperature");
                assertThat(heard.text()).isEqualTo("180");
            }
            nats.publish("plant.oven.set", "200");
            assertThat(device.next()).isEqualTo(new Message("plant/oven/set", "200", 0));
        }
    }

    @Test
    @Rows({"MQ-03", "MQ-07"})
    void clients_of_different_makers_hear_each_other() {
        Maker other = maker == Maker.PAHO ? Maker.HIVEMQ : Maker.PAHO;
        try (RunningServer server = start();
                Device in = maker.connect(way(server, "in")).subscribe("a/+", 2);
                Device out = other.connect(web(server, "out"))) {
            for (int i = 0; i < 30; i++) {
                out.publish(new Message("a/" + i, "ü" + i, 2));
            }
            for (int i = 0; i < 30; i++) {
                assertThat(in.next()).isEqualTo(new Message("a/" + i, "ü" + i, 2));
            }
        }
    }
}
