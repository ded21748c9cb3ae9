// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.client.Authenticator;
import io.natskit.client.Connection;
import io.natskit.client.FakeServer;
import io.natskit.client.Options;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server learns of its client: what CONNECT is for, and nothing else that the client knows. */
@Timeout(60)
class ConnectFieldsIT {
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":");
    private static final List<String> ALWAYS = List.of(
            "verbose", "pedantic", "tls_required", "lang", "version", "protocol", "echo", "headers", "no_responders");

    @TempDir
    Path folder;

    private static String connectOf(Consumer<Options.Builder> how) {
        String asking = FakeServer.INFO.replace("\"proto\"", "\"nonce\":\"bm9uY2U\",\"proto\"");
        try (FakeServer server = FakeServer.start(peer -> {
                    peer.login(asking);
                    peer.serve();
                });
                Connection connection = Nats.connect(o -> {
                    o.servers(server.url());
                    how.accept(o);
                })) {
            assertThat(connection.serverInfo()).isNotNull();
            return server.lines().get(0);
        }
    }

    private static void assertFields(String connect, String... more) {
        List<String> expected = new ArrayList<>(ALWAYS);
        expected.addAll(List.of(more));
        assertThat(FIELD.matcher(connect).results().map(one -> one.group(1)))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void cve_2020_26149_connect_tells_what_logs_in_and_no_seed_file_or_other_option() throws Exception {
        try (NKey key = NKey.generate(NKeyKind.USER)) {
            String seed = new String(key.seed());
            Path seedFile = Files.writeString(folder.resolve("planted.nk"), seed);
            Path credentials = Files.writeString(folder.resolve("planted.creds"), """
                    -----BEGIN NATS USER JWT-----
                    e30.e30.e30
                    ------END NATS USER JWT------
                    -----BEGIN USER NKEY SEED-----
                    %s
                    ------END USER NKEY SEED------
                    """.formatted(seed));
            String byKey = connectOf(o -> o.auth(Authenticator.nkeyFile(seedFile)));
            assertFields(byKey, "nkey", "sig");
            String byCredentials = connectOf(o -> o.auth(Authenticator.credentialsFile(credentials)));
            assertFields(byCredentials, "jwt", "sig");
            assertThat(List.of(byKey, byCredentials))
                    .noneMatch(line -> line.contains(seed) || line.contains("planted"));
            assertFields(connectOf(o -> o.auth(Authenticator.token("t0ken"))), "auth_token");
            assertFields(connectOf(o -> o.auth(Authenticator.userPassword("ada", "p".toCharArray()))), "user", "pass");
            assertFields(connectOf(o -> {}));
        }
    }
}
