// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

import io.natskit.Nats;
import io.natskit.client.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The targets that have JetStream: each is started once and asked. */
public final class JetStreamTargets {
    private static final List<Target> ALL = SuiteTargets.throughDoors(
                    SuiteTargets.configurable().filter(JetStreamTargets::hasIt))
            .toList();

    private JetStreamTargets() {}

    /** All of them. */
    public static Stream<Target> all() {
        return ALL.stream();
    }

    /** Those that are programs, and can be killed. */
    public static Stream<ProgramTarget> programs() {
        return SuiteTargets.programs().filter(JetStreamTargets::hasIt);
    }

    /** Starts a server with JetStream and a store of its own. */
    public static RunningServer start(Target target) {
        return start(target, "");
    }

    /** Starts a server with JetStream, a store of its own and more configuration. */
    public static RunningServer start(Target target, String config) {
        try {
            Path folder = Files.createTempDirectory("judged-jetstream");
            folder.toFile().deleteOnExit();
            return start(target, folder, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server with JetStream whose store is in {@code folder}. */
    public static RunningServer start(Target target, Path folder, String config) {
        return target.start("jetstream { store_dir: \"" + folder + "\" }\n" + config);
    }

    private static boolean hasIt(Target target) {
        return target.family().equals("nats-server") || answers(target);
    }

    private static boolean answers(Target target) {
        try (RunningServer server = start(target);
                Connection connection = Nats.connect(server.url())) {
            return connection
                            .request("$JS.API.INFO", new byte[0], Duration.ofSeconds(20))
                            .size()
                    > 0;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
