// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server with the assets that commands of the nats CLI ask for, all of them made by the CLI, and a home for the CLI. */
final class NatsCliSide implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String CONFIG = """
            server_name: same
            server_tags: ["a:1", "b:2"]
            jetstream { store_dir: "${store}", max_mem: 256MB, max_file: 1GB, sync_interval: 2m }
            accounts {
              A { jetstream: enabled, users: [{user: a, password: p}] }
              SYS { users: [{user: s, password: p}] }
            }
            system_account: SYS
            """;

    private static final List<String> ASSETS = List.of(
            "stream add ORDERS --subjects orders.> --defaults",
            "stream add SPARE --subjects spare.> --storage memory --defaults",
            "stream add GONE --subjects gone.> --defaults",
            "stream add MIRROR --mirror ORDERS --defaults",
            "pub orders.one hello --count 10 -H a:b",
            "pub orders.two hello --count 5",
            "stream rmm ORDERS 3 -f",
            "consumer add ORDERS PULL --pull --defaults",
            "consumer add ORDERS PUSH --target push.here --filter orders.one --defaults",
            "consumer add ORDERS GONE --pull --defaults",
            "kv add CFG --history 5",
            "kv put CFG a 1",
            "kv put CFG a 2",
            "kv put CFG b 1",
            "kv add KGONE",
            "object add FILES",
            "object put FILES file.txt --name f.txt --force --no-progress",
            "object add OGONE");

    private final RunningServer server;
    private final NatsCli cli;
    private final Process service;

    NatsCliSide(Target target, Path home) {
        try {
            cli = new NatsCli(Files.createDirectories(home));
            Files.writeString(cli.home().resolve("file.txt"), "hello\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = target.start(CONFIG);
        for (String asset : ASSETS) {
            cli.run(words("a", asset).toArray(String[]::new));
        }
        service = start("a", "service serve demo", cli.home().resolve("service.txt"));
        await().atMost(SOON).until(() -> run("a", "request demo.echo hi").exitCode() == 0);
    }

    /** Starts a command that goes on. */
    Process start(String user, String command, Path output) {
        return cli.start(words(user, command), output);
    }

    /** Runs a command and gives how it ended, and what it printed, and wrote to a file that it calls {@code OUT}. */
    NatsCli.Outcome run(String user, String command) {
        Path out = cli.home().resolve("OUT");
        try {
            NatsCli.Outcome outcome = cli.outcome(words(user, command));
            if (!command.contains(" OUT") || !Files.exists(out)) {
                return outcome;
            }
            String written = Files.readString(out);
            Files.delete(out);
            return new NatsCli.Outcome(outcome.exitCode(), outcome.printed() + "\n" + written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The CLI's home. */
    Path home() {
        return cli.home();
    }

    private List<String> words(String user, String command) {
        List<String> words = new ArrayList<>(List.of(
                "--no-context", "--server", server.url(), "--user", user, "--password", "p", "--timeout", "2s"));
        words.addAll(List.of(command.split(" ")));
        return words;
    }

    @Override
    public void close() {
        service.destroy();
        server.close();
    }
}
