// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.NatsException;
import io.natskit.junit.NatsServerTest;
import io.natskit.junit.NatsUrl;
import io.natskit.junit.Scope;
import io.natskit.junit.proxy.FaultProxy;
import io.natskit.server.NatsServer;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Connections come and go (K1); no thread of theirs may stay. 100 cycles, 1,000 in the full form. */
@Isolated("counts threads and connections of the JVM")
@NullMarked
@NatsServerTest(scope = Scope.CLASS)
class ConnectCyclesIT {
    private static final int CYCLES = Boolean.getBoolean("natskit.full") ? 1_000 : 100;

    @Test
    void connecting_and_closing_leaves_no_thread_and_no_connection(@NatsUrl String url, NatsServer server) {
        Set<Thread> before = threads();
        for (int i = 0; i < CYCLES; i++) {
            try (Connection connection = Nats.connect(url)) {
                connection.subscribe("a", message -> {});
                connection.publish("a", "x");
                if (i % 2 == 0) {
                    connection.flush();
                }
            }
        }
        assertNoneLeft(before);
        Awaitility.await().until(() -> server.clientCount() == 0);
    }

    @Test
    void connects_that_fail_leave_no_thread(FaultProxy proxy) {
        proxy.refuseConnections(true);
        Set<Thread> before = threads();
        for (int i = 0; i < CYCLES / 10; i++) {
            assertThatThrownBy(() -> Nats.connect(proxy.url())).isInstanceOf(NatsException.class);
        }
        assertNoneLeft(before);
    }

    @Test
    void closing_amid_a_reconnect_leaves_no_thread(FaultProxy proxy) {
        Set<Thread> before = threads();
        for (int i = 0; i < CYCLES / 10; i++) {
            proxy.refuseConnections(false);
            Connection connection = Nats.connect(proxy.url());
            proxy.refuseConnections(true);
            proxy.cutAll();
            connection.publish("a", "held");
            connection.close();
        }
        assertNoneLeft(before);
    }

    private static void assertNoneLeft(Set<Thread> before) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.isAlive() && t.getName().startsWith("natskit"))
                .collect(Collectors.toSet());
    }
}
