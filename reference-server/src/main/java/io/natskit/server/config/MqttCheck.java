// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.Set;
import java.util.function.Consumer;

/** Checks the options of the MQTT listener against the others, in nats-server's sentences where it has one. */
final class MqttCheck {
    private static final int PORT_MAX = 65_535;
    private static final int ACK_PENDING_MAX = 0xFFFF;

    private final ServerOptions server;
    private final MqttOptions options;
    private final Consumer<String> problems;

    MqttCheck(ServerOptions server, Consumer<String> problems) {
        this.server = server;
        this.options = server.mqtt();
        this.problems = problems;
    }

    /** As in nats-server nothing counts where there is no port; {@code logins} are all users and keys. */
    void run(Set<String> logins) {
        if (!options.enabled()) {
            return;
        }
        require(
                options.port() >= -1 && options.port() <= PORT_MAX,
                "mqtt port: " + options.port() + " (expected: -1 to " + PORT_MAX + ")");
        DoorCheck.access("mqtt", server, logins, options.noAuthUser(), options.username(), options.token(), problems);
        require(!options.ackWait().isNegative(), "ack wait must be a positive value");
        require(!options.apiTimeout().isNegative(), "JS API timeout must be a positive value");
        require(
                options.maxAckPending() >= 0 && options.maxAckPending() <= ACK_PENDING_MAX,
                "mqtt maxAckPending: " + options.maxAckPending() + " (expected: 0 to " + ACK_PENDING_MAX + ")");
        require(server.jetStream().enabled(), "mqtt requires JetStream to be enabled if running in standalone mode");
        int streams = options.streamReplicas();
        int consumers = options.consumerReplicas();
        require(
                consumers <= 0 || streams <= 0 || consumers <= streams,
                "mqtt: consumer_replicas (" + consumers + ") cannot be higher than stream_replicas (" + streams + ")");
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.accept(problem);
        }
    }
}
