// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Options;
import io.natskit.conformance.target.JetStreamTargets;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.target.WebDoor;
import io.natskit.jetstream.JetStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Servers that tests have one after another, each for itself: a start costs more than most tests. Ended when the run is over. */
final class LabServers implements AutoCloseable {
    private static final Map<String, Queue<RunningServer>> IDLE = new ConcurrentHashMap<>();

    /** Made by JUnit's store, which closes it at the end of the run. */
    LabServers() {}

    /** One without streams that nobody else has. */
    static RunningServer take(Target target) {
        RunningServer server = idle(target).poll();
        return server == null ? JetStreamTargets.start(target) : server;
    }

    /** Gives one back, without its streams; what cannot be cleaned is ended. */
    static void giveBack(Target target, RunningServer server) {
        try (Connection connection = connect(server)) {
            JetStream js = JetStream.on(connection, o -> o.timeout(Duration.ofSeconds(20)));
            List<String> names = new ArrayList<>();
            js.streams().forEach(stream -> names.add(stream.config().name()));
            names.forEach(js::deleteStream);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        idle(target).add(server);
    }

    static Connection connect(RunningServer server) {
        return connect(server, o -> {});
    }

    static Connection connect(RunningServer server, Consumer<Options.Builder> more) {
        return Nats.connect(o -> {
            o.servers(server.url())
                    .servers(s -> s.connectTimeout(Duration.ofSeconds(20)).transport(WebDoor.transport()));
            more.accept(o);
        });
    }

    private static Queue<RunningServer> idle(Target target) {
        return IDLE.computeIfAbsent(target.name(), name -> new ConcurrentLinkedQueue<>());
    }

    @Override
    public void close() {
        for (Queue<RunningServer> servers : IDLE.values()) {
            for (RunningServer server = servers.poll(); server != null; server = servers.poll()) {
                server.close();
            }
        }
    }
}
