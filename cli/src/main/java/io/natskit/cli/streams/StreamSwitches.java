// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.Given;
import io.natskit.wire.jetstream.StreamConfigBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a stream may be told to do or not to do. */
final class StreamSwitches {
    @Option(names = "--ack", negatable = true, description = "Acknowledges what it stores.")
    @Nullable
    Boolean ack;

    @Option(
            names = "--discard-per-subject",
            negatable = true,
            description = "Refuses new messages of a subject that is full.")
    @Nullable
    Boolean discardPerSubject;

    @Option(
            names = "--allow-rollup",
            negatable = true,
            description = "Lets a message take the place of those before it.")
    @Nullable
    Boolean allowRollup;

    @Option(names = "--deny-delete", negatable = true, description = "Nobody may delete messages.")
    @Nullable
    Boolean denyDelete;

    @Option(names = "--deny-purge", negatable = true, description = "Nobody may purge it.")
    @Nullable
    Boolean denyPurge;

    @Option(names = "--allow-direct", negatable = true, description = "Lets replicas answer gets.")
    @Nullable
    Boolean allowDirect;

    @Option(names = "--allow-mirror-direct", negatable = true, description = "Lets mirrors answer gets.")
    @Nullable
    Boolean mirrorDirect;

    @Option(names = "--allow-msg-ttl", negatable = true, description = "Lets messages say how long they live.")
    @Nullable
    Boolean messageTtl;

    @Option(names = "--allow-counter", negatable = true, description = "Counts by messages.")
    @Nullable
    Boolean counter;

    @Option(names = "--allow-batch", negatable = true, description = "Takes batches of which all or none is stored.")
    @Nullable
    Boolean batch;

    @Option(names = "--allow-fast", negatable = true, description = "Takes fast batches.")
    @Nullable
    Boolean fast;

    @Option(names = "--allow-schedules", negatable = true, description = "Sends messages when their time has come.")
    @Nullable
    Boolean schedules;

    void applyTo(StreamConfigBuilder config) {
        Given.set(ack, wanted -> config.noAck(!wanted));
        Given.set(discardPerSubject, config::discardNewPerSubject);
        Given.set(allowRollup, config::allowRollup);
        Given.set(denyDelete, config::denyDelete);
        Given.set(denyPurge, config::denyPurge);
        Given.set(allowDirect, config::allowDirect);
        Given.set(mirrorDirect, config::mirrorDirect);
        Given.set(messageTtl, config::allowMessageTtl);
        Given.set(counter, config::allowMessageCounter);
        Given.set(batch, config::allowAtomicPublish);
        Given.set(fast, config::allowBatchPublish);
        Given.set(schedules, config::allowMessageSchedules);
    }
}
