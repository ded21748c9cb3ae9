// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttOptionsTest {
    private static MqttOptions read(String block) {
        return ConfigFile.parse("mqtt {\n" + block + "\n}").options().mqtt();
    }

    @Test
    void a_block_is_read_whole() {
        MqttOptions options = read("""
            listen: "10.0.0.1:1883"
            authorization { user: u, password: p, timeout: 3 }
            no_auth_user: n
            ack_wait: "7s"
            js_api_timeout: "2s"
            max_ack_pending: 9
            js_domain: hub
            stream_replicas: 3
            consumer_replicas: 2
            consumer_memory_storage: true
            consumer_inactive_threshold: "1h"
            reject_qos2_publish: true
            downgrade_qos2_subscribe: true
            """);

        assertThat(options.host()).isEqualTo("10.0.0.1");
        assertThat(options.port()).isEqualTo(1883);
        assertThat(options.username()).isEqualTo("u");
        assertThat(options.password()).isEqualTo("p");
        assertThat(options.authTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.noAuthUser()).isEqualTo("n");
        assertThat(options.ackWait()).isEqualTo(Duration.ofSeconds(7));
        assertThat(options.apiTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.maxAckPending()).isEqualTo(9);
        assertThat(options.domain()).isEqualTo("hub");
        assertThat(options.streamReplicas()).isEqualTo(3);
        assertThat(options.consumerReplicas()).isZero();
        assertThat(options.consumerMemoryStorage()).isTrue();
        assertThat(options.consumerInactiveThreshold()).isEqualTo(Duration.ofHours(1));
        assertThat(options.rejectQos2Publish()).isTrue();
        assertThat(options.downgradeQos2Subscribe()).isTrue();
        assertThat(options.toBuilder().build()).hasToString(options.toString());
        assertThat(options.toString()).contains("password=<hidden>").doesNotContain("password=p");
    }

    @Test
    void without_a_port_there_is_no_mqtt_and_nothing_to_check() {
        MqttOptions options = read("token: x\n".replace("token: x", "ack_wait: \"-1s\""));

        assertThat(options.enabled()).isFalse();
        ServerOptions.builder().mqtt(options).build().validate();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port: -1, ack_wait: \"-1s\" | ack wait must be a positive value",
                "port: -1, js_api_timeout: \"-1s\" | JS API timeout must be a positive value",
                "port: -1 | mqtt requires JetStream to be enabled if running in standalone mode",
                "port: -1, no_auth_user: n | no_auth_user: \"n\" present, but users/nkeys are not defined",
                "port: 70000 | mqtt port: 70000 (expected: -1 to 65535)",
            })
    void what_cannot_be_is_refused_in_nats_servers_words(String block, String problem) {
        ServerOptions options = ServerOptions.builder().mqtt(read(block)).build();

        assertThatThrownBy(options::validate).hasMessageContaining(problem);
    }

    @Test
    void a_user_or_token_of_its_own_does_not_go_with_users() {
        String users = "authorization { users: [ { user: a, password: b } ] }\njetstream: true\n";
        ServerOptions user = ConfigFile.parse(users + "mqtt { port: -1, authorization { user: u } }")
                .options();
        ServerOptions token = ConfigFile.parse(users + "mqtt { port: -1, authorization { token: t } }")
                .options();

        assertThatThrownBy(user::validate)
                .hasMessageContaining("mqtt authentication username not compatible with presence of users/nkeys");
        assertThatThrownBy(token::validate)
                .hasMessageContaining("mqtt authentication token not compatible with presence of users/nkeys");
    }

    @Test
    void more_replicas_of_consumers_than_of_streams_are_refused() {
        ServerOptions options = ServerOptions.builder()
                .jetStream(j -> j.enabled(true))
                .mqtt(m -> m.port(-1).streamReplicas(1).consumerReplicas(3))
                .build();

        assertThatThrownBy(options::validate)
                .hasMessageContaining("mqtt: consumer_replicas (3) cannot be higher than stream_replicas (1)");
    }
}
