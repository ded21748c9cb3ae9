// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.events;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which events are wanted: those of servers unless something else is said, as with the nats CLI. */
final class EventSources {
    /**
     * Events of one kind.
     *
     * @param what what they are, for whoever reads
     * @param subject where they come
     */
    record Source(String what, String subject) {}

    private static final List<Source> SERVER = List.of(
            new Source("Client Connection events", "$SYS.ACCOUNT.*.CONNECT"),
            new Source("Client Disconnection events", "$SYS.ACCOUNT.*.DISCONNECT"),
            new Source("Authentication Errors events", "$SYS.SERVER.*.CLIENT.AUTH.ERR"),
            new Source("Server Lame Duck events", "$SYS.SERVER.*.LAMEDUCK"),
            new Source("Server Shutdown events", "$SYS.SERVER.*.SHUTDOWN"));

    @Option(
            names = {"-a", "--all"},
            description = "All of them.")
    private boolean all;

    @Option(names = "--js-advisory", description = "JetStream's advisories, with each use of its API.")
    private boolean advisories;

    @Option(names = "--js-metric", description = "JetStream's metrics, such as of acknowledgements.")
    private boolean metrics;

    @Option(
            names = "--srv-advisory",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Connections, refused log-ins, lame duck and shutdown of servers; on by default.")
    private boolean servers = true;

    @Option(
            names = "--subjects",
            paramLabel = "SUBJECT",
            split = ",",
            description = "What comes on these subjects, too.")
    private List<String> subjects = List.of();

    /** Where to listen; those of JetStream begin with {@code prefix}. */
    List<Source> wanted(String prefix) {
        List<Source> wanted = new ArrayList<>();
        if (all || advisories) {
            wanted.add(new Source("Advisories", prefix + "ADVISORY.>"));
        }
        if (all || metrics) {
            wanted.add(new Source("Metrics", prefix + "METRIC.>"));
        }
        if (all || servers) {
            wanted.addAll(SERVER);
        }
        subjects.forEach(subject -> wanted.add(new Source("events", subject)));
        return wanted;
    }
}
