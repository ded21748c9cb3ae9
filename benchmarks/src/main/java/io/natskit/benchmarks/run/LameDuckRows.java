// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import io.natskit.benchmarks.client.NatsKitLoads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Our client and jnats while one of two clustered nats-servers becomes a lame duck: each round has two servers of its own. */
final class LameDuckRows {
    /** The one row. */
    static final String ROW = "lame-duck";

    private static final long CLUSTER_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Setup setup;

    LameDuckRows(Setup setup) {
        this.setup = setup;
    }

    void run() {
        if (!setup.wanted(ROW)) {
            return;
        }
        try (Agent ours = new Agent(Setup.javaMain(NatsKitLoads.class));
                Agent theirs = new Agent(setup.jnats())) {
            SideBySide.keep(setup, ROW, SideBySide.run(setup, ROW, () -> once(ours), () -> once(theirs)));
        }
    }

    private Figures once(Agent client) {
        int route = Setup.freePort();
        try (ServerProcess one = start("one", route, "");
                ServerProcess two = start("two", Setup.freePort(), "\"nats://127.0.0.1:" + route + "\"")) {
            awaitCluster(one, two);
            Figures figures = client.run("lame-duck " + one.url() + " pid=" + one.pid());
            two.kill();
            one.kill(); // a lame duck does not heed TERM
            return figures;
        }
    }

    private ServerProcess start(String name, int route, String routes) {
        String text = """
                server_name: %s
                lame_duck_duration: 30s
                lame_duck_grace_period: 5s
                cluster { name: bench, listen: "127.0.0.1:%d", routes: [%s] }
                """.formatted(name, route, routes);
        return ServerProcess.start(setup.natsServer("-c", Setup.configuration(text)));
    }

    /** Clients are told of servers by the first line; until both stand there, nobody could move. */
    private static void awaitCluster(ServerProcess one, ServerProcess two) {
        long deadline = System.nanoTime() + CLUSTER_LIMIT_NANOS;
        for (String info = info(one); !info.contains("127.0.0.1:" + two.port()); info = info(one)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("no cluster within 20 s: " + info);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static String info(ServerProcess server) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return String.valueOf(lines.readLine());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
