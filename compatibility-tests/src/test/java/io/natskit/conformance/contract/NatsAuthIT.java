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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators, accounts and users that the nats CLI makes, and users that we add to its accounts: both servers take both, from several clients. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record NatsAuthIT(Target target) implements Judged {
    private static final String PYTHON = "import asyncio, sys, nats\n"
            + "async def main():\n"
            + "    nc = await nats.connect(sys.argv[1], user_credentials=sys.argv[2], allow_reconnect=False)\n"
            + "    sub = await nc.subscribe('a')\n"
            + "    await nc.publish('a', b'hi')\n"
            + "    print((await sub.next_msg(timeout=30)).data.decode())\n"
            + "    await nc.close()\n"
            + "asyncio.run(main())\n";

    /** The configuration of a server that trusts the operator of the CLI; {@code resolver} says where accounts are, and which are there from the start. */
    private static String config(NatsCli cli, String resolver, String... accounts) {
        OperatorClaims claims = Jwt.decodeOperator(cli.file("OP.jwt"));
        assertThat(claims.issues(0)).isEmpty();
        StringBuilder preload = new StringBuilder();
        for (String name : accounts) {
            String jwt = cli.file(name + ".jwt");
            preload.append(' ')
                    .append(Jwt.decodeAccount(jwt).subject())
                    .append(": ")
                    .append(jwt)
                    .append('\n');
        }
        return "operator: " + cli.file("OP.jwt") + "\nsystem_account: " + claims.systemAccount() + "\nresolver: "
                + resolver + "\nresolver_preload: {\n" + preload + "}\n";
    }

    private static Path addUser(NatsCli cli, String name, String account) {
        Path credentials = cli.home().resolve(name + ".creds");
        cli.run(
                "auth",
                "user",
                "add",
                name,
                account,
                "--operator",
                "OP",
                "--defaults",
                "--credential",
                credentials.toString());
        return credentials;
    }

    @Test
    @Rows({"AU-09", "AU-08", "CF-21"})
    void chains_of_the_nats_cli_are_accepted_from_our_client_the_cli_and_nats_py(@TempDir Path home)
            throws IOException {
        NatsCli cli = new NatsCli(home);
        cli.run("auth", "operator", "add", "OP");
        cli.run("auth", "account", "add", "ACC", "--operator", "OP", "--defaults");
        Path credentials = addUser(cli, "joe", "ACC");
        AccountClaims account = Jwt.decodeAccount(cli.file("ACC.jwt"));
        try (NKey signer = NKey.fromSeed(cli.file(account.subject() + ".nk").toCharArray());
                NKey user = NKey.generate(NKeyKind.USER);
                RunningServer server = target.start(config(cli, "MEMORY", "SYSTEM", "ACC"))) {
            Path ours = home.resolve("ours.creds");
            CredentialsFile.write(ours, UserClaims.builder(user.publicKey()).sign(signer), user.seed());
            for (Path one : List.of(credentials, ours)) {
                try (Connection connection =
                        Nats.connect(o -> o.servers(server.url()).auth(Authenticator.credentialsFile(one)))) {
                    connection.flush();
                }
                cli.run("--no-context", "--server", server.url(), "--creds", one.toString(), "pub", "a", "b");
                Programs.find("NATS_PY", "python")
                        .ifPresent(python -> assertThat(cli.program(
                                        List.of(python.toString(), "-c", PYTHON, server.url(), one.toString())))
                                .contains("hi"));
            }
        }
    }

    @Test
    @Rows({"AU-10", "SY-05"})
    void an_account_that_the_nats_cli_pushes_is_known(@TempDir Path home) {
        NatsCli cli = new NatsCli(home);
        cli.run("auth", "operator", "add", "OP");
        cli.run("auth", "account", "add", "ACC", "--operator", "OP", "--defaults");
        Path joe = addUser(cli, "joe", "ACC");
        Path admin = addUser(cli, "admin", "SYSTEM");
        String directory = "{type: full, dir: '" + home.resolve("accounts") + "'}";
        try (RunningServer server = target.start(config(cli, directory, "SYSTEM"))) {
            String[] connect = {"--no-context", "--server", server.url(), "--creds", admin.toString(), "--timeout", "2s"
            };
            assertThat(cli.run(with(connect, "auth", "account", "push", "ACC", "--operator", "OP")))
                    .contains("Update completed on");
            assertThat(cli.run(with(
                            connect,
                            "auth",
                            "account",
                            "query",
                            Jwt.decodeAccount(cli.file("ACC.jwt")).subject())))
                    .contains("ACC");
            cli.run("--no-context", "--server", server.url(), "--creds", joe.toString(), "pub", "a", "b");
        }
    }

    private static String[] with(String[] first, String... more) {
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }
}
