// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.RestartedServer.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.transcript.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that need a higher API level than the server has: they come by a backup, as from a newer server, and are offline from the next start on. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#programs")
class RequiredLevelIT implements Judged {
    private static final String NEEDS_MORE =
            "{\"name\":\"S\",\"subjects\":[\"s\"],\"metadata\":{\"_nats.req.level\":\"99\"}}";
    private static final String REASON =
            "stream is offline: unsupported - required API level: 99, current API level: 5";

    private final ProgramTarget target;

    @TempDir
    Path folder;

    RequiredLevelIT(ProgramTarget target) {
        this.target = target;
    }

    @Override
    public ProgramTarget target() {
        return target;
    }

    private RestartedServer run() {
        return new RestartedServer(target, folder, Duration.ofSeconds(30));
    }

    @Test
    @Rows("JA-34")
    void a_stream_that_needs_a_higher_level_is_shown_offline_keeps_its_name_and_can_be_deleted() {
        try (RestartedServer server = run()) {
            server.api("STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s\"]}");
            server.publish("s", "", "one");
            String archive = server.backup("S");
            server.api("STREAM.DELETE.S", "");
            Map<?, ?> restored = server.restore("S", NEEDS_MORE, archive);
            assertThat(at(restored, "config", "metadata", "_nats.req.level")).isEqualTo("99");
            server.stop();
        }
        try (RestartedServer server = run()) {
            assertOffline(server.api("STREAM.INFO.S", ""));
            assertOffline(server.api("STREAM.UPDATE.S", "{\"name\":\"S\",\"subjects\":[\"s\"]}"));
            assertOffline(
                    server.api("CONSUMER.CREATE.S.c", "{\"stream_name\":\"S\",\"config\":{\"durable_name\":\"c\"}}"));
            assertThat(at(server.api("STREAM.NAMES", ""), "streams")).isEqualTo(List.of("S"));
            Map<?, ?> list = server.api("STREAM.LIST", "");
            assertThat(list.get("offline")).isEqualTo(Map.of("S", REASON.replace("stream is offline: ", "")));
            assertThat(at(list, "total")).isEqualTo(1L);
            assertThat(server.request("s", "", "two").status()).startsWith("503");

            assertThat(at(server.api("STREAM.DELETE.S", ""), "success")).isEqualTo(true);
            // nats-server has now and then not quite put the old one away yet
            await().untilAsserted(() -> {
                Map<?, ?> fresh = server.api("STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s\"]}");
                assertThat(fresh.get("error")).isNull();
                assertThat(at(fresh, "state", "messages")).isEqualTo(0L);
            });
        }
    }

    private static void assertOffline(Map<?, ?> answer) {
        assertThat(at(answer, "error")).isNotEqualTo(Json.NULL);
        assertThat(at(answer, "error", "code")).isEqualTo(500L);
        assertThat(at(answer, "error", "err_code")).isEqualTo(10194L);
        assertThat(at(answer, "error", "description")).isEqualTo(REASON);
    }
}
