// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.checks;

import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.client.Connection;
import io.natskit.client.Subscription;
import io.natskit.wire.Nuid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit check connection}. */
@Command(name = "connection", aliases = "conn", description = "Checks that a server can be reached, and how fast.")
public final class CheckConnection extends Check {
    @Option(
            names = "--connect-warn",
            paramLabel = "DURATION",
            defaultValue = "500ms",
            description = "Connecting takes longer: a warning.")
    private Duration connectWarning = Duration.ofMillis(500);

    @Option(
            names = "--connect-critical",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "Connecting takes longer: critical.")
    private Duration connectCritical = Duration.ofSeconds(1);

    @Option(
            names = "--rtt-warn",
            paramLabel = "DURATION",
            defaultValue = "500ms",
            description = "A ping takes longer: a warning.")
    private Duration rttWarning = Duration.ofMillis(500);

    @Option(
            names = "--rtt-critical",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "A ping takes longer: critical.")
    private Duration rttCritical = Duration.ofSeconds(1);

    @Option(
            names = "--req-warn",
            paramLabel = "DURATION",
            defaultValue = "500ms",
            description = "A request takes longer: a warning.")
    private Duration requestWarning = Duration.ofMillis(500);

    @Option(
            names = "--req-critical",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "A request takes longer: critical.")
    private Duration requestCritical = Duration.ofSeconds(1);

    /** For picocli. */
    public CheckConnection() {}

    @Override
    CheckResult begin() {
        return new CheckResult("connections", "Connection");
    }

    @Override
    void check(Session session, CheckResult result) {
        result.within(
                "connect_time",
                "connecting",
                connectTime(),
                connectWarning,
                connectCritical,
                "Time taken to connect to NATS");
        Connection connection = session.connection();
        result.within(
                "rtt",
                "a round trip",
                connection.rtt(),
                rttWarning,
                rttCritical,
                "The round-trip time of the connection");
        String inbox = connection.newInbox();
        byte[] token = Nuid.next().getBytes(StandardCharsets.UTF_8);
        try (Subscription own = connection.subscribe(inbox)) {
            long start = System.nanoTime();
            connection.publish(inbox, token);
            boolean same = own.next(session.timeout())
                    .filter(message -> Arrays.equals(message.bytes(), token))
                    .isPresent();
            if (!same) {
                result.critical("no message came back within " + Figures.duration(session.timeout()));
                return;
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            result.within(
                    "request_time",
                    "a message to oneself",
                    took,
                    requestWarning,
                    requestCritical,
                    "Time taken for a full round trip");
        }
    }

    /** The first connection has paid for loading classes: this one tells of the server. */
    private Duration connectTime() {
        long start = System.nanoTime();
        connection().open(terminal()).close();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
