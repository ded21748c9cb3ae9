// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.Ran;
import io.natskit.server.NatsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are reached over WebSocket. */
class WebSocketIT {
    @Test
    void an_address_of_an_option_or_of_a_context_may_be_one_of_websocket(@TempDir Path folder) throws IOException {
        Map<String, String> environment = Map.of("XDG_CONFIG_HOME", folder.toString());
        try (NatsServer server = NatsServer.builder()
                .config(
                        "websocket { listen: \"127.0.0.1:-1\", no_tls: true }\naccounts { A { users: [{user: ada, password: pw}] } }")
                .port(-1)
                .start()) {
            String door = server.webSocketUrl();
            String[] line = {"account", "info", "--user", "ada", "--password", "pw"};
            assertThat(Ran.natskit(environment, concat(line, "-s", door)).well().out())
                    .contains("User: ada");
            Ran.natskit(environment, "context", "add", "door", "-s", door, "--select")
                    .well();
            assertThat(Ran.natskit(environment, line).well().out()).contains("User: ada");
            Path authorities = Files.writeString(folder.resolve("ca.pem"), "no certificate");
            Ran refused = Ran.natskit(environment, concat(line, "--tlsca", authorities.toString()));
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("natskit: error: tls: ", "(expected: PEM files that can be read)");
        }
    }

    private static String[] concat(String[] line, String... more) {
        String[] all = Arrays.copyOf(line, line.length + more.length);
        System.arraycopy(more, 0, all, line.length, more.length);
        return all;
    }
}
