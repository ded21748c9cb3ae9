// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.cli.Ran;
import io.natskit.server.NatsServer;
import io.natskit.wire.creds.CredentialsFile;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.ClaimPermissions;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.ResponsePermission;
import io.natskit.wire.jwt.SigningKey;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code auth explain} for users of an operator. */
class ExplainClaimsIT {
    private static final NKey OPERATOR = NKey.generate(NKeyKind.OPERATOR);
    private static final NKey ACCOUNT = NKey.generate(NKeyKind.ACCOUNT);
    private static final NKey SIGNING = NKey.generate(NKeyKind.ACCOUNT);
    private static final Instant NOW = Instant.now();

    @TempDir
    private static Path folder;

    private static String configuration;
    private static String ada;
    private static String scoped;
    private static String revoked;

    @BeforeAll
    static void tokens() throws IOException {
        NKey gone = NKey.generate(NKeyKind.USER);
        String operator =
                OperatorClaims.builder(OPERATOR.publicKey()).name("op").sign(OPERATOR);
        UserRules template = UserRules.builder()
                .permissions(ClaimPermissions.ALL.publish(List.of("of.{{name()}}"), List.of()))
                .build();
        String account = AccountClaims.builder(ACCOUNT.publicKey())
                .name("APP")
                .signingKey(SigningKey.scoped(SIGNING.publicKey(), "writer", template))
                .revoke(gone.publicKey(), NOW.getEpochSecond() + 60)
                .sign(OPERATOR);
        UserRules rules = UserRules.builder()
                .permissions(new ClaimPermissions(
                        List.of("orders.>", "_INBOX.>"),
                        List.of("orders.secret"),
                        List.of("news.*"),
                        List.of("news.dull"),
                        new ResponsePermission(3, 1_000_000_000L)))
                .maxSubscriptions(7)
                .sourceNetworks(List.of("127.0.0.0/8"))
                .build();
        ada = user("ada", NKey.generate(NKeyKind.USER), rules, ACCOUNT, NOW.plusSeconds(3600));
        scoped = user("bob", NKey.generate(NKeyKind.USER), UserRules.none(), SIGNING, null);
        revoked = user("eve", gone, UserRules.builder().build(), ACCOUNT, null);
        configuration = file(
                "server.conf",
                "operator: " + operator + "\nresolver: MEMORY\nresolver_preload { " + ACCOUNT.publicKey() + ": "
                        + account + " }\n");
        file("operator.jwt", operator);
        file("account.jwt", account + "\n");
    }

    private static String user(String name, NKey key, UserRules rules, NKey signer, Instant expires) {
        UserClaims.Builder claims =
                UserClaims.builder(key.publicKey()).name(name).rules(rules);
        if (signer == SIGNING) {
            claims.issuerAccount(ACCOUNT.publicKey());
        }
        if (expires != null) {
            claims.expires(expires);
        }
        Path file = folder.resolve(name + ".creds");
        CredentialsFile.write(file, claims.sign(signer), key.seed());
        return file.toString();
    }

    private static String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static Ran explain(String... args) {
        List<String> line = new ArrayList<>(List.of("auth", "explain"));
        line.addAll(List.of(args));
        return Ran.natskit(Map.of("XDG_CONFIG_HOME", folder.toString()), line.toArray(new String[0]));
    }

    @Test
    void the_rule_of_the_claims_that_decides_is_named() {
        assertThat(explain("-c", configuration, "--creds", ada, "pub", "orders.new")
                        .well()
                        .out())
                .startsWith("allowed: ada (U")
                .contains(" in account APP (" + ACCOUNT.publicKey() + ") publishes to orders.new\n")
                .contains("  because publish.allow \"orders.>\" covers it\n", "  by the user's own JWT\n")
                .contains(
                        "  the user's JWT expires ",
                        "  if it comes from 127.0.0.0/8\n",
                        "  if it comes with its seed\n");
        Ran denied = explain("-c", configuration, "--creds", ada, "pub", "orders.secret");
        assertThat(denied.code()).isEqualTo(1);
        assertThat(denied.out()).startsWith("refused: ada (U").contains("publish.deny \"orders.secret\" covers it");
        assertThat(explain("-c", configuration, "--creds", ada, "sub", "news.*")
                        .well()
                        .out())
                .contains("but nothing is delivered that subscribe.deny \"news.dull\" covers");
        assertThat(explain("-c", configuration, "--creds", scoped, "pub", "of.bob", "--json")
                        .well()
                        .out())
                .contains("\"allowed\": true", "the scoped signing key " + SIGNING.publicKey() + ", role writer")
                .contains("\"publish_allow\": [\n      \"of.bob\"\n    ]");
        assertThat(explain("-c", configuration, "--creds", revoked, "pub", "x").out())
                .contains("refused: eve", "it does not come in: User authentication revoked");
    }

    @Test
    void without_an_action_everything_is_told_that_the_claims_grant() {
        String[] files = {
            "--account-jwt",
            folder.resolve("account.jwt").toString(),
            "--operator-jwt",
            folder.resolve("operator.jwt").toString(),
            "--creds",
            ada
        };
        assertThat(explain(files).well().out())
                .startsWith("Comes in: ada (U")
                .contains("Account: APP (A", "Signed by: " + ACCOUNT.publicKey(), "Revocations: none of it")
                .containsPattern("Expires: .*, in [0-9]+m")
                .contains("Publish: orders.>, _INBOX.>\n", "Publish never: orders.secret\n", "Subscribe: news.*\n")
                .contains("Replies: 3 to a request, within 1s\n", "Subscriptions: 7\n", "Payload: unlimited\n")
                .contains("Comes: from 127.0.0.0/8\n", "Comes: with its seed\n");
        Ran gone = explain("--account-jwt", files[1], "--creds", revoked);
        assertThat(gone.code()).isEqualTo(1);
        assertThat(gone.out())
                .contains("Does not come in: eve", "Refused: User authentication revoked")
                .contains("Revocations: its account has revoked it");
        assertThat(explain("--account-jwt", files[1], "--creds", scoped, "--json")
                        .well()
                        .out())
                .contains("\"admitted\": true", "\"name\": \"bob\"", "\"subscribe_allow\": [ ]");
    }

    @Test
    void what_is_missing_is_told() {
        assertThat(explain("--creds", ada).err()).contains("nobody vouches", "--account-jwt");
        assertThat(explain("pub", "x").err()).contains("no configuration", "--config");
        assertThat(explain("--creds", ada, "pub").err()).contains("no subject");
        assertThat(explain("-c", configuration, "--user", "ada").err()).contains("no action");
    }

    @Test
    void a_token_of_an_option_goes_before_credentials_of_a_variable() throws IOException {
        String token;
        try (CredentialsFile file = CredentialsFile.parse(Path.of(scoped))) {
            token = file("bob.jwt", file.jwt());
        }
        Map<String, String> environment = Map.of("XDG_CONFIG_HOME", folder.toString(), "NATS_CREDS", ada);
        assertThat(Ran.natskit(environment, "auth", "explain", "-c", configuration, "--jwt", token)
                        .well()
                        .out())
                .startsWith("Comes in: bob (U");
        assertThat(Ran.natskit(environment, "auth", "explain", "-c", configuration)
                        .well()
                        .out())
                .startsWith("Comes in: ada (U");
    }

    @Test
    void what_is_explained_is_what_a_server_does() {
        try (NatsServer server =
                NatsServer.builder().configFile(Path.of(configuration)).port(-1).start()) {
            for (String user : List.of(ada, scoped, revoked)) {
                for (String subject : List.of("orders.new", "orders.secret", "of.bob")) {
                    Ran told = explain("-c", configuration, "--creds", user, "pub", subject);
                    Ran done = Ran.natskit(
                            Map.of("XDG_CONFIG_HOME", folder.toString()),
                            "pub",
                            subject,
                            "x",
                            "-s",
                            server.url(),
                            "--creds",
                            user);
                    assertThat(told.code()).as(told.out() + done.err()).isEqualTo(done.code());
                }
            }
        }
    }
}
