// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.CommandsIT;
import io.natskit.cli.Ran;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code service}. */
class ServicesIT extends CommandsIT {
    @Test
    void a_service_is_run_found_asked_and_counted() {
        CompletableFuture<Ran> echo = beside("service", "echo", "ECHO", "--count", "2");
        assertThat(Awaitility.await()
                        .until(() -> natskit("req", "ECHO.echo", "hi", "--raw"), ran -> ran.code() == 0)
                        .out())
                .isEqualTo("hi\n");
        assertThat(natskit("service", "list").well().out()).contains("│ ECHO │ 1.0.0 ", "natskit echo service");
        assertThat(natskit("service", "ping", "ECHO").well().out())
                .startsWith("ECHO ")
                .contains("rtt=");
        assertThat(natskit("service", "info", "ECHO").well().out()).contains("Subject: ECHO.echo");
        assertThat(natskit("service", "stats", "ECHO", "--json").well().out())
                .contains("\"num_requests\": 1", "\"endpoints\"");
        natskit("req", "ECHO.echo", "again").well();
        echo.join().well();
        Ran none = natskit("service", "info", "ECHO", "--timeout", "300ms");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("no service instances found");
    }
}
