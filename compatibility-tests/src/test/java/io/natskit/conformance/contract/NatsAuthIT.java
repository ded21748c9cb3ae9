// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.client.Authenticator;
import io.natskit.client.Connection;
import io.natskit.conformance.target.Programs;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.wire.creds.CredentialsFile;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.Jwt;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators, accounts and users that the nats CLI makes, and users that we add to its accounts: both servers take both, from several clients. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record NatsAuthIT(Target target) implements Judged {
    private static final long PATIENCE_SECONDS = 60;
    private static final String PYTHON = "import asyncio, sys, nats\n"
            + "async def main():\n"
            + "    nc = await nats.connect(sys.argv[1], user_credentials=sys.argv[2], allow_reconnect=False)\n"
            + "    sub = await nc.subscribe('a')\n"
            + "    await nc.publish('a', b'hi')\n"
            + "    print((await sub.next_msg(timeout=30)).data.decode())\n"
            + "    await nc.close()\n"
            + "asyncio.run(main())\n";

    private static String cli(Path home, String... words) {
        Optional<Path> program = Programs.find("NATS_CLI", "nats");
        Assumptions.assumeTrue(program.isPresent(), "the nats CLI is not here");
        List<String> command = new ArrayList<>(List.of(program.get().toString()));
        command.addAll(List.of(words));
        return run(home, command);
    }

    private static String run(Path home, List<String> command) {
        try {
            Path output = Files.createTempFile(home, "output", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(
                            Files.createTempFile(home, "input", ".txt").toFile()))
                    .redirectOutput(output.toFile());
            builder.environment().put("HOME", home.toString());
            builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
            builder.environment().put("XDG_DATA_HOME", home.resolve("data").toString());
            Process process = builder.start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            String printed = Files.readString(output);
            assertThat(ended && process.exitValue() == 0)
                    .as(command.get(1) + ": " + printed)
                    .isTrue();
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String file(Path folder, String name) {
        try (Stream<Path> files = Files.walk(folder)) {
            Path found = files.filter(one -> one.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + name));
            return Files.readString(found, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration of a server that trusts the operator of the CLI. */
    private static String config(Path home) {
        String operator = file(home, "OP.jwt");
        String system = file(home, "SYSTEM.jwt");
        String account = file(home, "ACC.jwt");
        OperatorClaims claims = Jwt.decodeOperator(operator);
        assertThat(claims.issues(0)).isEmpty();
        return "operator: " + operator + "\nsystem_account: " + claims.systemAccount()
                + "\nresolver: MEMORY\nresolver_preload: { "
                + Jwt.decodeAccount(system).subject() + ": " + system + "\n "
                + Jwt.decodeAccount(account).subject() + ": " + account + " }\n";
    }

    @Test
    @Rows({"AU-09", "AU-08", "CF-21"})
    void chains_of_the_nats_cli_are_accepted_from_our_client_the_cli_and_nats_py(@TempDir Path home)
            throws IOException {
        cli(home, "auth", "operator", "add", "OP");
        cli(home, "auth", "account", "add", "ACC", "--operator", "OP", "--defaults");
        Path credentials = home.resolve("joe.creds");
        cli(
                home,
                "auth",
                "user",
                "add",
                "joe",
                "ACC",
                "--operator",
                "OP",
                "--defaults",
                "--credential",
                credentials.toString());
        AccountClaims account = Jwt.decodeAccount(file(home, "ACC.jwt"));
        try (NKey signer = NKey.fromSeed(file(home, account.subject() + ".nk").toCharArray());
                NKey user = NKey.generate(NKeyKind.USER);
                RunningServer server = target.start(config(home))) {
            Path ours = home.resolve("ours.creds");
            CredentialsFile.write(ours, UserClaims.builder(user.publicKey()).sign(signer), user.seed());
            for (Path one : List.of(credentials, ours)) {
                try (Connection connection =
                        Nats.connect(o -> o.servers(server.url()).auth(Authenticator.credentialsFile(one)))) {
                    connection.flush();
                }
                cli(home, "--no-context", "--server", server.url(), "--creds", one.toString(), "pub", "a", "b");
                Programs.find("NATS_PY", "python")
                        .ifPresent(python -> assertThat(run(
                                        home, List.of(python.toString(), "-c", PYTHON, server.url(), one.toString())))
                                .contains("hi"));
            }
        }
    }
}
