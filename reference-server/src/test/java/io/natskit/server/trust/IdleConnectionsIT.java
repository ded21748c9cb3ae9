// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import io.natskit.server.support.RawClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * R2: an idle connection with one subscription costs little and no thread. 300 connections, 4,000 in the full form: both ends of each are in this process, so
 * that 8,000 files are open. What is measured includes the clients' ends.
 */
class IdleConnectionsIT {
    private static final int CONNECTIONS = Boolean.getBoolean("natskit.full") ? 4_000 : 300;
    private static final long BYTES_A_CONNECTION_MAX = 20 * 1024;

    @Test
    void idle_connections_cost_at_most_twenty_kilobytes_each_and_no_thread() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try (NatsServer server = NatsServer.builder().start()) {
            for (int i = 0; i < 50; i++) {
                clients.add(subscriber(server, i));
            }
            int threads = Thread.activeCount();
            long before = Memory.heldBytes();

            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(subscriber(server, i));
            }
            long each = (Memory.heldBytes() - before) / CONNECTIONS;

            assertThat(server.clientCount()).isEqualTo(CONNECTIONS + 50);
            assertThat(each).as("bytes for each idle connection").isLessThanOrEqualTo(BYTES_A_CONNECTION_MAX);
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 1);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private static RawClient subscriber(NatsServer server, int number) throws IOException {
        RawClient client = RawClient.loggedIn(server);
        client.send("SUB idle." + number + " 1\r\n").flush();
        return client;
    }
}
