// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.wire.creds.CredentialsFile;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.nkey.NKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chains of operator, account and user, some as they should be and some not, half of them made by the nats CLI: each is accepted or refused as it
 * deserves, which is the same on both servers. 100 in the long form.
 */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record JwtChainsIT(Target target) implements Judged {
    private static final String VIOLATION = "-ERR 'Authorization Violation'";
    private static final boolean FULL = Boolean.getBoolean("natskit.full");
    private static final int OURS = FULL ? 100 : 24;
    private static final int CLI_S = FULL ? 40 : 6;

    @Test
    @Rows({"AU-09", "AU-08", "AC-07", "CF-21"})
    void chains_of_ours_are_judged_as_they_deserve() {
        long seed = System.nanoTime();
        JwtChains chains = new JwtChains(new Random(seed));
        List<JwtChains.Chain> all = new ArrayList<>();
        for (int i = 0; i < OURS; i++) {
            all.add(chains.next(i));
        }
        assertThat(all).as("seed %s", seed).anyMatch(JwtChains.Chain::deserves).anyMatch(one -> !one.deserves());
        try (RunningServer server = target.start(chains.config())) {
            assertSoftly(softly -> {
                for (JwtChains.Chain one : all) {
                    String answer = TokenPeer.answer(server, one.jwt(), one.key());
                    softly.assertThat(answer)
                            .as("seed %s: %s", seed, one.description())
                            .isEqualTo(one.deserves() ? "PONG" : VIOLATION);
                }
            });
        }
    }

    /** What is asked of the CLI for a user. */
    private static final List<List<String>> USERS = List.of(
            List.of(),
            List.of("--bearer"),
            List.of("--pub-allow", "a", "--sub-deny", "b.>"),
            List.of("--payload", "100", "--subscriptions", "3"),
            List.of("--tags", "team:red"));

    @Test
    @Rows({"AU-09", "CF-21"})
    void chains_of_the_nats_cli_are_judged_as_they_deserve(@TempDir Path home) {
        NatsCli cli = new NatsCli(home);
        cli.run("auth", "operator", "add", "OP");
        cli.run("auth", "account", "add", "KNOWN", "--operator", "OP", "--defaults");
        cli.run("auth", "account", "add", "UNKNOWN", "--operator", "OP", "--defaults");
        String known = cli.file("KNOWN.jwt");
        OperatorClaims operator = Jwt.decodeOperator(cli.file("OP.jwt"));
        String config = "operator: " + cli.file("OP.jwt") + "\nsystem_account: " + operator.systemAccount()
                + "\nresolver: MEMORY\nresolver_preload: {\n " + operator.systemAccount() + ": "
                + cli.file("SYSTEM.jwt")
                + "\n " + Jwt.decodeAccount(known).subject() + ": " + known + "\n}\n";
        try (RunningServer server = target.start(config)) {
            for (int i = 0; i < CLI_S; i++) {
                boolean deserves = i % 3 != 2;
                List<String> rules = USERS.get(i % USERS.size());
                Path file = home.resolve("u" + i + ".creds");
                List<String> words = new ArrayList<>(List.of("auth", "user", "add", "u" + i));
                words.addAll(List.of(deserves ? "KNOWN" : "UNKNOWN", "--operator", "OP", "--defaults"));
                words.addAll(List.of("--credential", file.toString()));
                words.addAll(rules);
                cli.run(words.toArray(new String[0]));
                try (CredentialsFile credentials = CredentialsFile.parse(file);
                        NKey key = NKey.fromSeed(credentials.seed())) {
                    // accounts of the CLI take no bearer tokens unless they are told to
                    boolean welcome = deserves && !rules.contains("--bearer");
                    assertThat(TokenPeer.answer(server, credentials.jwt(), key))
                            .as("user %s with %s", i, rules)
                            .isEqualTo(welcome ? "PONG" : VIOLATION);
                    assertThat(TokenPeer.answer(server, credentials.jwt(), null))
                            .as("user %s with %s, unsigned", i, rules)
                            .isEqualTo(VIOLATION);
                }
            }
        }
    }
}
