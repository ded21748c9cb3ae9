// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Subscription;
import io.natskit.conformance.contract.Certificates;
import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.report.Ledger;
import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import io.natskit.conformance.target.LoggedPort;
import io.natskit.conformance.target.MqttConfig;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.SuiteTargets;
import io.natskit.conformance.target.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of mosquitto with each server, where they are installed; else a line in the summary says that they were not asked. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("whereInstalled")
record MosquittoIT(Target target) implements Judged {

    @TempDir
    static Path folder;

    static Stream<Target> whereInstalled() {
        if (Mosquitto.publisher().isEmpty() || Mosquitto.subscriber().isEmpty()) {
            String reason = "neither MOSQUITTO_PUB and MOSQUITTO_SUB nor the PATH have mosquitto_pub and mosquitto_sub";
            Ledger.add(
                    new Entry("target", "mosquitto (client)", List.of(), "the client itself", Outcome.SKIPPED, reason));
            return Stream.empty();
        }
        return SuiteTargets.reachable();
    }

    private RunningServer start(String more, String mqtt) {
        return target.start(MqttConfig.of(more, mqtt));
    }

    @Test
    @Rows({"MQ-03", "MQ-05", "MQ-07"})
    void messages_of_each_quality_retained_ones_and_those_of_nats_come() {
        try (RunningServer server = start("", "");
                Connection nats = Nats.connect(server.url());
                Subscription all = nats.subscribe("a.>")) {
            nats.flush();
            int port = LoggedPort.MQTT.of(server);
            try (Mosquitto in = Mosquitto.listen(port, "-t", "a/#", "-q", "2", "-F", "%t %q %r %p")) {
                for (String qos : List.of("0", "1", "2")) {
                    assertThat(Mosquitto.publish(port, "-t", "a/b", "-q", qos, "-m", "hi"))
                            .isZero();
                    assertThat(all.next(PATIENCE).orElseThrow().subject()).isEqualTo("a.b");
                }
                assertThat(Mosquitto.publish(port, "-t", "a/kept", "-q", "1", "-r", "-m", "kept"))
                        .isZero();
                nats.publish("a.nats", "ho");

                assertThat(in.heard(5))
                        .containsExactlyInAnyOrder(
                                "a/b 0 0 hi", "a/b 1 0 hi", "a/b 2 0 hi", "a/kept 1 0 kept", "a/nats 0 0 ho");
            }
            try (Mosquitto later = Mosquitto.listen(port, "-t", "a/#", "-q", "1", "-F", "%t %q %r %p")) {
                assertThat(later.heard(1)).containsExactly("a/kept 1 1 kept");
            }
        }
    }

    @Test
    @Rows({"MQ-04", "MQ-06"})
    void sessions_last_and_wills_are_told() {
        try (RunningServer server = start("", "")) {
            int port = LoggedPort.MQTT.of(server);
            try (Mosquitto once = Mosquitto.subscribe(port, "-c", "-i", "kept", "-t", "s", "-q", "2", "-E")) {
                assertThat(once.exit()).isZero();
            }
            Mosquitto.publish(port, "-t", "s", "-q", "1", "-m", "one");
            Mosquitto.publish(port, "-t", "s", "-q", "2", "-m", "two");
            try (Mosquitto again =
                    Mosquitto.subscribe(port, "-c", "-i", "kept", "-t", "s", "-q", "2", "-F", "%q %p", "-C", "2")) {
                assertThat(again.exit()).isZero();
                assertThat(again.heard()).containsExactly("1 one", "2 two");
            }
            try (Mosquitto watcher = Mosquitto.listen(port, "-t", "w", "-q", "1", "-F", "%q %p")) {
                Mosquitto.listen(port, "-t", "x", "--will-topic", "w", "--will-payload", "gone", "--will-qos", "1")
                        .close();
                assertThat(watcher.heard(1)).containsExactly("1 gone");
            }
        }
    }

    @Test
    @Rows({"MQ-01", "MQ-10"})
    void tls_and_a_password_let_in() throws Exception {
        Certificates own =
                Certificates.make(Files.createTempDirectory(folder, "tls"), "mqtt", "dns:localhost,ip:127.0.0.1");
        String users = "authorization { users: [ { user: ada, password: s3cret } ] }\n";
        try (RunningServer server = start(users, own.block(", timeout: 60"))) {
            int port = LoggedPort.MQTT.of(server);
            String ca = own.certificate().toString();

            assertThat(Mosquitto.publish(
                            port, "--cafile", ca, "-u", "ada", "-P", "s3cret", "-t", "a", "-q", "1", "-m", "x"))
                    .isZero();
            // code 5: not authorized
            assertThat(Mosquitto.publish(
                            port, "--cafile", ca, "-u", "ada", "-P", "guess", "-t", "a", "-q", "1", "-m", "x"))
                    .isEqualTo(5);
        }
    }
}
