// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.scenario.Delivery;
import io.natskit.conformance.scenario.SocketMail;
import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server says to those who wait when it is told to end. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#programs")
record EndIT(Target target) implements Judged {
    private static final String STREAM = "{\"name\":\"S\",\"subjects\":[\"s\"]}";
    private static final String CONSUMER =
            "{\"stream_name\":\"S\",\"config\":{\"durable_name\":\"C\",\"ack_policy\":\"explicit\"}}";

    @Test
    @DisabledOnOs(OS.WINDOWS) // which knows no signal that asks
    @Rows("PL-02")
    void pulls_that_wait_hear_that_the_server_shuts_down(@TempDir Path folder) throws IOException {
        try (MortalServer server = new MortalServer((ProgramTarget) target, folder);
                SocketMail mail = new SocketMail("127.0.0.1", server.port(), Duration.ofSeconds(20))) {
            mail.subscribe(1, "answers", "_INBOX.end.answers", "");
            // nats-server tells each reply subject once
            mail.subscribe(1, "small", "_INBOX.end.small", "");
            mail.subscribe(1, "large", "_INBOX.end.large", "");
            mail.fence(1);
            request(mail, "$JS.API.STREAM.CREATE.S", STREAM);
            request(mail, "$JS.API.CONSUMER.CREATE.S.C", CONSUMER);
            pull(mail, "small", "{\"batch\":3,\"expires\":60000000000}");
            pull(
                    mail,
                    "large",
                    "{\"batch\":5,\"expires\":60000000000,\"idle_heartbeat\":30000000000,\"max_bytes\":1000}");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> request(mail, "$JS.API.CONSUMER.INFO.S.C", "").contains("\"num_waiting\":2"));
            server.end();

            Delivery small = mail.take(1, "small");
            Delivery large = mail.take(1, "large");
            assertThat(small.status()).isEqualTo("409 Server Shutdown");
            assertThat(small.header("Nats-Pending-Messages")).contains("3");
            assertThat(small.header("Nats-Pending-Bytes")).contains("0");
            assertThat(large.status()).isEqualTo("409 Server Shutdown");
            assertThat(large.header("Nats-Pending-Messages")).contains("5");
            assertThat(large.header("Nats-Pending-Bytes")).contains("1000");
        }
    }

    private static String request(SocketMail mail, String subject, String payload) {
        mail.publish(1, subject, "_INBOX.end.answers", "", payload);
        return mail.take(1, "answers").payload();
    }

    private static void pull(SocketMail mail, String inbox, String request) {
        mail.publish(1, "$JS.API.CONSUMER.MSG.NEXT.S.C", "_INBOX.end." + inbox, "", request);
    }
}
