// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import io.natskit.server.config.ConfigProblems.Mismatch;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Reads the {@code mqtt} block, with the messages of nats-server. */
final class MqttReader {
    private static final int ACK_PENDING_MAX = 0xFFFF;

    private final ConfigProblems problems;

    MqttReader(ConfigProblems problems) {
        this.problems = problems;
    }

    MqttOptions read(ConfigNode node) {
        if (!(node.value() instanceof Map)) {
            throw ConfigProblems.mismatch(node, "Expected mqtt to be a map, got " + node.goType());
        }
        MqttOptions.Builder builder = MqttOptions.builder();
        try {
            ConfigProblems.map(node).forEach((shown, value) -> {
                String name = GoText.lower(shown);
                if (!access(name, value, builder) && !keeping(name, shown, value, builder)) {
                    problems.unknown(value, shown);
                }
            });
        } catch (Mismatch mismatch) {
            problems.add(mismatch);
        }
        return builder.build();
    }

    private boolean access(String name, ConfigNode value, MqttOptions.Builder builder) {
        switch (name) {
            case "listen" -> {
                HostPort address = HostPort.read(value);
                host(address.host(), builder);
                builder.port(address.port());
            }
            case "port" -> builder.port(ConfigProblems.integer(value));
            case "host", "net" -> host(ConfigProblems.string(value), builder);
            case "tls" -> {
                try {
                    builder.tls(new TlsReader(problems).read(value));
                } catch (Mismatch mismatch) {
                    problems.add(mismatch);
                }
            }
            case "authorization", "authentication" -> {
                DoorLogin login = DoorLogin.read(value, problems);
                builder.username(login.username)
                        .password(login.password)
                        .token(login.token)
                        .authTimeout(login.timeout);
            }
            case "no_auth_user" -> builder.noAuthUser(ConfigProblems.present(value));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void host(String host, MqttOptions.Builder builder) {
        builder.host(host.isEmpty() ? MqttOptions.builder().build().host() : host);
    }

    private boolean keeping(String name, String shown, ConfigNode value, MqttOptions.Builder builder) {
        switch (name) {
            case "ack_wait", "ackwait" -> notZero(problems.duration(value, "ack_wait"), builder::ackWait);
            case "js_api_timeout", "api_timeout" ->
                notZero(problems.duration(value, "js_api_timeout"), builder::apiTimeout);
            case "max_ack_pending", "max_pending", "max_inflight" -> maxAckPending(value, builder);
            case "js_domain" -> builder.domain(ConfigProblems.present(value));
            case "stream_replicas" -> builder.streamReplicas(ConfigProblems.integer(value));
            case "consumer_replicas" ->
                problems.warn(value, shown, "consumer replicas setting ignored in this server version");
            case "consumer_memory_storage" -> builder.consumerMemoryStorage(ConfigProblems.bool(value));
            case "consumer_inactive_threshold", "consumer_auto_cleanup" ->
                builder.consumerInactiveThreshold(problems.duration(value, "consumer_inactive_threshold"));
            case "reject_qos2_publish" -> builder.rejectQos2Publish(ConfigProblems.bool(value));
            case "downgrade_qos2_subscribe" -> builder.downgradeQos2Subscribe(ConfigProblems.bool(value));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void maxAckPending(ConfigNode value, MqttOptions.Builder builder) {
        long most = ConfigProblems.number(value);
        if (most < 0 || most > ACK_PENDING_MAX) {
            problems.error(value, "invalid value " + most + ", should in [0.." + ACK_PENDING_MAX + "] range");
        } else if (most > 0) {
            builder.maxAckPending((int) most);
        }
    }

    private static void notZero(Duration duration, Consumer<Duration> setter) {
        if (!duration.isZero()) {
            setter.accept(duration);
        }
    }
}
