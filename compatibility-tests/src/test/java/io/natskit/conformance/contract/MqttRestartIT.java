// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.MqttJudged.awaitRetained;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.target.ServerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** MQTT: what a server knows again that was ended and started on the same folder. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#programs")
record MqttRestartIT(ProgramTarget target) implements MqttJudged {
    @TempDir
    static Path temporary;

    private static Path folder() throws IOException {
        Path folder = Files.createTempDirectory(temporary, "mqtt");
        Files.writeString(
                folder.resolve("server.conf"),
                "server_name: devices\njetstream { store_dir: \"" + folder.resolve("store")
                        + "\" }\nmqtt { listen: \"127.0.0.1:-1\" }\n");
        return folder;
    }

    private ServerProgram start(Path folder) {
        ServerProgram server = target.run(
                folder, List.of("-c", folder.resolve("server.conf").toString(), "-a", "127.0.0.1", "-p", "-1"));
        server.awaitReady();
        return server;
    }

    private static void stop(ServerProgram server) {
        server.terminate();
        assertThat(server.awaitExit(PATIENCE)).isNotNegative();
    }

    @Test
    @Rows({"MQ-05", "MQ-03"})
    void retained_messages_outlive_their_server() throws IOException {
        Path folder = folder();
        try (ServerProgram server = start(folder);
                MqttPeer out = MqttPeer.clean(server, "out")) {
            for (int i = 1; i <= 200; i++) {
                assertThat(out.publish(QOS1 | MqttPeer.RETAIN, "r/" + i, i, "old")
                                .packet()
                                .first())
                        .isEqualTo(0x40);
            }
            out.publish(QOS1 | MqttPeer.RETAIN, "r/1", 1, "new").packet();
            out.publish(QOS1 | MqttPeer.RETAIN, "r/2", 2, "").packet();
            out.disconnect();
            stop(server);
        }
        try (ServerProgram server = start(folder);
                MqttPeer in = MqttPeer.clean(server, "in")) {
            if (target.family().equals("natskit")) {
                in.subscribed("r/1", 0);
                assertThat(in.heard()).isEqualTo("PUBLISH r/1 flags=1 new");
            } else {
                // nats-server was seen to let somebody in before it knew them all
                awaitRetained(in, "r/200", "old");
                awaitRetained(in, "r/1", "new");
            }
            in.subscribed("r/2", 0).fence();
            assertThat(in.subscribe(9, "r/#", 1).heardToFence())
                    .hasSize(1 + 199)
                    .contains("PUBLISH r/1 flags=3 new", "PUBLISH r/200 flags=3 old")
                    .noneMatch(line -> line.startsWith("PUBLISH r/2 "));
            stop(server);
        }
    }

    @Test
    @Rows({"MQ-04", "MQ-03"})
    void a_session_and_what_waits_in_it_are_there_for_its_client() throws IOException {
        Path folder = folder();
        try (ServerProgram server = start(folder);
                MqttPeer out = MqttPeer.clean(server, "out")) {
            try (MqttPeer in = MqttPeer.lasting(server, "in", false)) {
                in.subscribed("a/#", 2).disconnect();
                assertThat(in.heard()).isEqualTo("closed");
            }
            assertThat(out.publish(QOS1, "a/b", 1, "x").heard()).isEqualTo("40 00 01");
            out.disconnect();
            stop(server);
        }
        try (ServerProgram server = start(folder);
                MqttPeer in = MqttPeer.lasting(server, "in", true);
                MqttPeer out = MqttPeer.clean(server, "out")) {
            MqttPeer.Packet waited = in.packet();
            assertThat(waited).hasToString("PUBLISH a/b flags=2 x");
            in.acknowledge(0x40, waited.identifier());
            out.publish(0, "a", 0, "y");
            assertThat(in.heard()).isEqualTo("PUBLISH a flags=0 y");
            stop(server);
        }
    }
}
