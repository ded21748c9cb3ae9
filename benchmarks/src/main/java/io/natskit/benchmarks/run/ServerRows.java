// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import io.natskit.benchmarks.raw.NullSink;
import io.natskit.benchmarks.raw.RawMain;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Our server and nats-server under the raw generator. */
final class ServerRows {
    /** A load and how to find what the generator itself can do at it. */
    private record Row(String name, String load, @Nullable String ceiling) {}

    private static final List<Row> ROWS = List.of(
            new Row("pub16x1", "stream publishers=1 size=16", "stream publishers=1 size=16"),
            new Row("pub16x4", "stream publishers=4 size=16", "stream publishers=4 size=16"),
            new Row("pub128x1", "stream publishers=1 size=128", "stream publishers=1 size=128"),
            new Row("pub128x4", "stream publishers=4 size=128", "stream publishers=4 size=128"),
            new Row("pub1k", "stream publishers=1 size=1024", "stream publishers=1 size=1024"),
            new Row("one16", "stream subscribers=1 size=16", "ceiling size=16"),
            new Row("one128", "stream subscribers=1 size=128", "ceiling size=128"),
            new Row("one1k", "stream subscribers=1 size=1024", "ceiling size=1024"),
            new Row("one64k", "stream subscribers=1 size=65536", "ceiling size=65536"),
            new Row("fan128", "stream subscribers=4 size=128", "ceiling size=128 subscribers=4"),
            new Row("fan64k", "stream subscribers=4 size=65536", "ceiling size=65536 subscribers=4"),
            new Row("four16", "stream publishers=4 subscribers=1 size=16", "ceiling size=16"),
            new Row("rr1", "request clients=1", "request echoed=1 clients=1"),
            new Row("rr10", "request clients=10", "request echoed=1 clients=10"),
            new Row("trie", "stream subscribers=1 size=16 subjects=100000", "ceiling size=16"),
            new Row("fair", "request clients=1 beside=128", null));

    private static final List<Row> COSTS = List.of(
            new Row("cost16", "stream subscribers=1 size=16", "ceiling size=16"),
            new Row("cost128", "stream subscribers=1 size=128", "ceiling size=128"),
            new Row("cost-rr", "request clients=10", "request echoed=1 clients=10"));

    /** Both servers with one configuration. */
    private static final Row USERS = new Row("users128", "stream subscribers=1 size=128", "ceiling size=128");

    private static final Row SECURED = new Row("tls128", "stream subscribers=1 size=128 tls=1", null);

    private static final String LOGIN = " user=worker password=secret";

    private static final int CEILING_ROUNDS = 10;

    private final Setup setup;

    ServerRows(Setup setup) {
        this.setup = setup;
    }

    void run() {
        for (Row row : ROWS) {
            if (setup.wanted(row.name)) {
                sideBySide(row, setup.ours(), "", setup.natsServer(), "");
            }
        }
        for (Row row : COSTS) {
            if (setup.wanted(row.name)) {
                sideBySide(row, setup.ours("-c", users()), LOGIN, setup.ours(), "");
            }
        }
        sameOnBoth(USERS, ServerRows::users);
        sameOnBoth(SECURED, ServerRows::usersOverTls);
    }

    private void sameOnBoth(Row row, Supplier<String> configuration) {
        if (setup.wanted(row.name)) {
            String file = configuration.get();
            sideBySide(row, setup.ours("-c", file), LOGIN, setup.natsServer("-c", file), LOGIN);
        }
    }

    private void sideBySide(
            Row row, List<String> oursCommand, String login, List<String> theirsCommand, String theirLogin) {
        try (Agent generator = new Agent(Setup.javaMain(RawMain.class));
                ServerProcess ours = ServerProcess.start(oursCommand);
                ServerProcess theirs = ServerProcess.start(theirsCommand)) {
            RowData data = SideBySide.run(
                    setup,
                    row.name,
                    () -> once(generator, ours, row.load + login),
                    () -> once(generator, theirs, row.load + theirLogin));
            if (row.ceiling != null) {
                ceiling(generator, row.ceiling, data);
            }
            SideBySide.keep(setup, row.name, data);
        }
    }

    private Figures once(Agent generator, ServerProcess server, String load) {
        long before = server.cpuNanos();
        Figures figures = generator.run(load + " millis=" + setup.millis() + " port=" + server.port());
        long cpu = server.cpuNanos() - before;
        return figures.and("cpu", cpu / 1e3 / figures.get("messages"));
    }

    private void ceiling(Agent generator, String load, RowData data) {
        String mode = load.contains("echoed") ? "echo" : "swallow";
        try (ServerProcess sink = ServerProcess.start(Setup.javaMain(NullSink.class, mode))) {
            String command = load + " millis=" + setup.millis() / 2 + " port=" + sink.port();
            generator.run(command);
            for (int round = 1; round <= CEILING_ROUNDS; round++) {
                data.add(round, RowData.CEILING, generator.run(command));
            }
        }
    }

    /** The file of a configuration with two accounts and users with permissions, in nats-server's language. */
    private static String users() {
        return Setup.configuration("""
                accounts {
                  WORK {
                    users = [ { user: worker, password: secret, permissions: {
                      publish: { allow: ["bench.>", "_INBOX.>", "other.*.part"], deny: ["bench.forbidden"] }
                      subscribe: { allow: ["bench.>", "_INBOX.>"], deny: ["bench.secret.>"] }
                    } } ]
                  }
                  REST {
                    users = [ { user: rest, password: secret } ]
                  }
                }
                """);
    }

    /** The same behind TLS; one cipher suite, the one that the generator offers. */
    private static String usersOverTls() {
        OwnCertificate certificate = OwnCertificate.make();
        return Setup.configuration(
                """
                include "%s"
                tls {
                  cert_file: "%s"
                  key_file: "%s"
                  handshake_first: true
                }
                """.formatted(Path.of(users()).getFileName(), certificate.chain(), certificate.key()));
    }
}
