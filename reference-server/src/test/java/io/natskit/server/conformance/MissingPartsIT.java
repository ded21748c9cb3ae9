// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.server.NatsServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What JetStream cannot do yet is refused by name, and nothing comes of it. */
class MissingPartsIT {
    private NatsServer server;
    private RawClient client;

    @BeforeEach
    void start() {
        server = NatsServer.builder().jetStream().log((level, line) -> {}).start();
        client = new RawClient(server.port());
        client.connect("");
        client.exchange("SUB answers 1\r\n");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void backup_and_restore_are_refused() {
        assertThat(ask("STREAM.SNAPSHOT.O", "{\"deliver_subject\":\"x\"}")).contains("10064", "backups are not");
        assertThat(ask("STREAM.RESTORE.O", "{\"config\":{\"name\":\"O\"},\"state\":{}}"))
                .contains("10062", "backups are not");
    }

    private String ask(String operation, String body) {
        StringBuilder heard = new StringBuilder(
                client.exchange("PUB $JS.API." + operation + " answers " + body.length() + "\r\n" + body + "\r\n"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> heard.append(client.exchange("")).indexOf("MSG ") >= 0);
        return heard.toString();
    }
}
