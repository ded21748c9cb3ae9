// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.NatsException;
import io.natskit.client.PermissionException;
import io.natskit.client.TlsOptions;
import io.natskit.server.NatsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Both ends show a certificate. The server asks each client for one that its authority has signed, and takes the name on it for the user's: {@code verify_and_map}.
 * The client checks that the server is the host that it meant. Nobody has a password.
 */
public final class MutualTls {
    private MutualTls() {}

    /** Runs it, with a server of its own, since the certificates are the point. */
    public static void main(String[] args) {
        Sample.main(MutualTls::run);
    }

    static void run() throws Exception {
        Path folder = Files.createTempDirectory("natskit-sample");
        try {
            run(new TlsFiles(folder));
        } finally {
            Sample.delete(folder);
        }
    }

    private static void run(TlsFiles files) throws IOException, InterruptedException {
        files.sign("server", "CN=server", "dns:localhost,ip:127.0.0.1");
        files.sign("clerk", "CN=clerk,O=Books", "");
        String config = """
                tls { cert_file: "%s", key_file: "%s", ca_file: "%s", verify_and_map: true, timeout: 20 }
                authorization {
                  users: [{user: "CN=clerk,O=Books", permissions: {publish: "orders.*"}}]
                }
                """.formatted(files.certificate("server"), files.key("server"), files.authority());
        try (NatsServer server = NatsServer.builder().config(config).start()) {
            Consumer<TlsOptions.Builder> clerk =
                    tls -> tls.caFile(files.authority()).certificate(files.certificate("clerk"), files.key("clerk"));
            try (Connection connection = connect(server, clerk)) {
                connection.publish("orders.book", "one please");
                connection.flush();
                System.out.println("the clerk is in, by certificate");
                connection.request("prices.book", new byte[0]);
                throw new AssertionError("the clerk may set prices");
            } catch (PermissionException refused) {
                System.out.println("and may not set prices: " + refused.getMessage());
            }
            refused(server, "who shows no certificate", tls -> tls.caFile(files.authority()));
            refused(server, "who does not know the server's authority", tls -> {});
        }
    }

    private static void refused(NatsServer server, String who, Consumer<TlsOptions.Builder> tls) {
        try (Connection connection = connect(server, tls)) {
            throw new AssertionError(who + " is in, at " + connection.serverInfo());
        } catch (NatsException expected) {
            System.out.println(who + " stays out: " + expected.getMessage());
        }
    }

    private static Connection connect(NatsServer server, Consumer<TlsOptions.Builder> tls) {
        return Nats.connect(o -> o.servers("tls://localhost:" + server.port())
                .servers(s -> s.connectTimeout(Duration.ofSeconds(20)))
                .tls(tls)
                .reconnect(r -> r.enabled(false)));
    }
}
