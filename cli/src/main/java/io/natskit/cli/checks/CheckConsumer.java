// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.checks;

import io.natskit.cli.connect.Session;
import io.natskit.cli.terminal.Figures;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.SequenceInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code natskit check consumer}. */
@Command(name = "consumer", description = "Checks how far a consumer is.")
public final class CheckConsumer extends Check {
    @Option(names = "--stream", required = true, paramLabel = "STREAM", description = "Its stream.")
    private String stream = "";

    @Option(names = "--consumer", required = true, paramLabel = "CONSUMER", description = "The consumer.")
    private String consumer = "";

    @Option(names = "--outstanding-ack-critical", description = "More unacknowledged messages: critical.")
    private long outstanding = -1;

    @Option(names = "--waiting-critical", description = "More waiting pulls: critical.")
    private long waiting = -1;

    @Option(names = "--unprocessed-critical", description = "More unprocessed messages: critical.")
    private long unprocessed = -1;

    @Option(names = "--redelivery-critical", description = "More messages that came again: critical.")
    private long redelivery = -1;

    @Option(
            names = "--last-delivery-critical",
            paramLabel = "DURATION",
            description = "Nothing handed out for longer: critical.")
    private Duration lastDelivery = Duration.ZERO;

    @Option(
            names = "--last-ack-critical",
            paramLabel = "DURATION",
            description = "Nothing acknowledged for longer: critical.")
    private Duration lastAck = Duration.ZERO;

    /** For picocli. */
    public CheckConsumer() {}

    @Override
    CheckResult begin() {
        return new CheckResult("consumer", stream + "_" + consumer);
    }

    @Override
    void check(Session session, CheckResult result) {
        ConsumerInfo info =
                session.jetStream().stream(stream).consumer(consumer).info();
        result.most(
                "ack_pending", info.numAckPending(), outstanding, "The number of messages waiting to be Acknowledged");
        result.most("pull_waiting", info.numWaiting(), waiting, "The number of waiting Pull requests");
        result.most(
                "pending", info.numPending(), unprocessed, "The number of messages that have not yet been consumed");
        result.most(
                "redelivered", info.numRedelivered(), redelivery, "The number of messages currently being redelivered");
        since("delivery", info.delivered(), lastDelivery, result);
        since("ack", info.ackFloor(), lastAck, result);
    }

    private static void since(String what, SequenceInfo place, Duration critical, CheckResult result) {
        if (critical.isZero()) {
            return;
        }
        Optional<Instant> last = place.lastActive();
        if (last.isEmpty()) {
            result.critical("no " + what + " yet");
            return;
        }
        Duration past = Duration.between(last.get(), Instant.now());
        result.metric(
                "last_" + what,
                CheckResult.seconds(past),
                0,
                CheckResult.seconds(critical),
                "s",
                "Seconds since the last " + what);
        if (past.compareTo(critical) > 0) {
            result.critical("last " + what + " " + Figures.duration(past) + " ago");
        }
    }
}
