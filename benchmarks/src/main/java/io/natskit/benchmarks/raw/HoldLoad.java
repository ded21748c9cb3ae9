// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import io.natskit.peer.load.LoadArguments;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections with one subscription each that then do nothing: {@code connections}. They stay open until {@link #release()}, so that
 * the runner can look at the server's memory meanwhile.
 */
final class HoldLoad {
    private final List<Closeable> held = new ArrayList<>();

    String hold(LoadArguments arguments) throws IOException {
        Target target = Target.of(arguments);
        int connections = arguments.integer("connections", 1000);
        for (int i = 0; i < connections; i++) {
            RawConnection connection = RawConnection.open(target);
            held.add(connection);
            connection.send("SUB idle." + held.size() + " 1\r\n");
            connection.confirm();
        }
        return "held=" + held.size();
    }

    /** Opens clients of MQTT, which say nothing more. */
    String holdDevices(LoadArguments arguments) throws IOException {
        Target target = Target.of(arguments);
        int connections = arguments.integer("connections", 1000);
        for (int i = 0; i < connections; i++) {
            held.add(MqttConnection.open(target, "device-" + held.size()));
        }
        return "held=" + held.size();
    }

    /** Subscribes to what a stream load publishes and never reads. */
    String stall(LoadArguments arguments) throws IOException {
        RawConnection connection = RawConnection.open(Target.of(arguments));
        held.add(connection);
        connection.send("SUB bench.a 1\r\n");
        connection.confirm();
        return "held=" + held.size();
    }

    String release() throws IOException {
        int count = held.size();
        for (Closeable connection : held) {
            connection.close();
        }
        held.clear();
        return "released=" + count;
    }
}
