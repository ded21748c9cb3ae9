// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.Ran;
import io.natskit.server.NatsServer;
import io.natskit.wire.creds.CredentialsFile;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As whom a command logs in, where options and variables of the environment name different users. */
class IdentityIT {
    private static final NKey ACCOUNT = NKey.generate(NKeyKind.ACCOUNT);

    @TempDir
    private Path folder;

    private Ran info(NatsServer server, Map<String, String> variables, String... options) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.putAll(Map.of("XDG_CONFIG_HOME", folder.toString(), "NATS_URL", server.url()));
        String[] line = Arrays.copyOf(new String[] {"account", "info"}, options.length + 2);
        System.arraycopy(options, 0, line, 2, options.length);
        return Ran.natskit(environment, line);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void whoever_an_option_names_goes_before_whoever_a_variable_names() throws IOException {
        NKey key = NKey.generate(NKeyKind.USER);
        String configuration = "accounts { A { users: [{user: ada, password: pw}, {user: bob, password: pw}, {nkey: "
                + key.publicKey() + "}] } }";
        String seed = file("key.nk", new String(key.seed()));
        try (NatsServer server =
                NatsServer.builder().config(configuration).port(-1).start()) {
            Map<String, String> nkey = Map.of("NATS_NKEY", seed, "NATS_PASSWORD", "pw");
            assertThat(info(server, nkey).well().out()).contains("User: " + key.publicKey());
            assertThat(info(server, nkey, "--user", "ada").well().out()).contains("User: ada");
            Map<String, String> ada = Map.of("NATS_USER", "ada", "NATS_PASSWORD", "wrong");
            assertThat(info(server, ada, "--password", "pw").well().out()).contains("User: ada");
            assertThat(info(server, ada, "--user", "bob", "--password", "pw")
                            .well()
                            .out())
                    .contains("User: bob");
            Map<String, String> missing =
                    Map.of("NATS_CREDS", folder.resolve("none.creds").toString());
            assertThat(info(server, missing, "--nkey", seed).well().out()).contains("User: " + key.publicKey());
            assertThat(info(server, missing, "--user", "ada", "--password", "pw")
                            .well()
                            .out())
                    .contains("User: ada");
        }
    }

    @Test
    void a_token_of_an_option_goes_before_credentials_of_a_variable() throws IOException {
        NKey operator = NKey.generate(NKeyKind.OPERATOR);
        String configuration = "operator: "
                + OperatorClaims.builder(operator.publicKey()).name("op").sign(operator)
                + "\nresolver: MEMORY\nresolver_preload { " + ACCOUNT.publicKey() + ": "
                + AccountClaims.builder(ACCOUNT.publicKey()).name("APP").sign(operator) + " }\n";
        NKey ada = NKey.generate(NKeyKind.USER);
        NKey bob = NKey.generate(NKeyKind.USER);
        Path creds = folder.resolve("ada.creds");
        CredentialsFile.write(creds, user(ada, "ada"), ada.seed());
        String token = file("bob.jwt", user(bob, "bob"));
        String seed = file("bob.nk", new String(bob.seed()));
        Map<String, String> variables = Map.of("NATS_CREDS", creds.toString());
        try (NatsServer server =
                NatsServer.builder().config(configuration).port(-1).start()) {
            assertThat(info(server, variables).well().out()).contains(ada.publicKey());
            assertThat(info(server, variables, "--jwt", token, "--seed", seed)
                            .well()
                            .out())
                    .contains(bob.publicKey());
            assertThat(info(server, Map.of("NATS_CREDS", creds.toString(), "NATS_SEED", seed), "--jwt", token)
                            .well()
                            .out())
                    .contains(bob.publicKey());
            assertThat(info(server, variables, "--jwt", token).err()).contains("--jwt without --seed (expected: both)");
        }
    }

    private static String user(NKey key, String name) {
        return UserClaims.builder(key.publicKey()).name(name).sign(ACCOUNT);
    }
}
