// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import io.natskit.server.NatsServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What tests share that run commands as {@code sys}, of the system account, and as {@code ada}, of one with streams. */
public abstract class TwoAccountsIT {
    private static final String CONFIGURATION = """
            server_name: hub
            accounts {
              SYS { users: [{user: sys, password: pw}] }
              APP { jetstream: enabled, users: [{user: ada, password: pw}] }
            }
            system_account: SYS
            """;

    @TempDir
    private static Path folder;

    private static NatsServer server;

    @BeforeAll
    static void start() {
        server = NatsServer.builder()
                .config(CONFIGURATION)
                .port(-1)
                .jetStream(o -> o.storeDir(folder))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The server's address. */
    protected static String url() {
        return server.url();
    }

    /** Runs a command as this user. */
    protected static Ran natskit(String user, String... args) {
        Map<String, String> environment = Map.of(
                "NATS_URL",
                server.url(),
                "NATS_USER",
                user,
                "NATS_PASSWORD",
                "pw",
                "XDG_CONFIG_HOME",
                folder.toString());
        return Ran.natskit(environment, args);
    }
}
