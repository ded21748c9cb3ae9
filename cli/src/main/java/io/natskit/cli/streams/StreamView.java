// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.terminal.Facts;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Terminal;
import io.natskit.wire.jetstream.Compression;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import io.natskit.wire.jetstream.StreamSourceInfo;
import io.natskit.wire.jetstream.StreamState;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Shows a stream as the nats CLI does. */
final class StreamView {
    private StreamView() {}

    static void print(Terminal terminal, boolean json, StreamInfo info) {
        if (json) {
            JsonText.print(terminal, info.toJson());
            return;
        }
        StreamConfig config = info.config();
        Facts facts = new Facts("Information for Stream " + config.name() + " created " + Figures.time(info.created()));
        facts.addIfPresent("Description", config.description());
        facts.addIfPresent("Subjects", String.join(", ", config.subjects()));
        facts.add("Replicas", config.replicas()).add("Storage", Figures.word(config.storage()));
        copies(facts, info);
        options(facts, config);
        limits(facts, config);
        if (!config.metadata().isEmpty()) {
            facts.section("Metadata").addAll(config.metadata());
        }
        state(facts.section("State"), info.state());
        facts.print(terminal);
    }

    static void printState(Terminal terminal, boolean json, StreamInfo info) {
        if (json) {
            JsonText.print(terminal, info.state().toJson());
        } else {
            Facts facts = new Facts("State of Stream " + info.config().name());
            state(facts, info.state());
            facts.print(terminal);
        }
    }

    private static void copies(Facts facts, StreamInfo info) {
        info.mirror().ifPresent(mirror -> facts.add("Mirror", mirror.name() + ", lag " + Figures.count(mirror.lag())));
        for (StreamSourceInfo source : info.sources()) {
            facts.add("Source", source.name() + ", lag " + Figures.count(source.lag()));
        }
        info.cluster()
                .filter(cluster -> !cluster.leader().isEmpty())
                .ifPresent(cluster -> facts.add("Leader", cluster.leader()));
    }

    private static void options(Facts facts, StreamConfig config) {
        facts.section("Options")
                .add("Retention", Figures.word(config.retention()))
                .add("Acknowledgments", !config.noAck())
                .add("Discard Policy", Figures.word(config.discard()))
                .add("Duplicate Window", Figures.duration(config.duplicateWindow()))
                .add("Direct Get", config.allowDirect())
                .add("Allows Atomic Batch Publish", config.allowAtomicPublish())
                .add("Allows Fast Batch Publish", config.allowBatchPublish())
                .add("Allows Counters", config.allowMessageCounter())
                .add("Allows Msg Delete", !config.denyDelete())
                .add("Allows Per-Message TTL", config.allowMessageTtl())
                .add("Allows Purge", !config.denyPurge())
                .add("Allows Schedules", config.allowMessageSchedules())
                .add("Allows Rollups", config.allowRollup());
        if (config.compression() != Compression.NONE) {
            facts.add("Compression", config.compression().toString().toLowerCase(Locale.ROOT));
        }
        config.republish().ifPresent(to -> facts.add("Republish", to.source() + " to " + to.destination()));
        config.subjectTransform()
                .ifPresent(to -> facts.add("Subject Transform", to.source() + " to " + to.destination()));
        if (config.sealed()) {
            facts.add("Sealed", true);
        }
    }

    private static void limits(Facts facts, StreamConfig config) {
        facts.section("Limits")
                .add("Maximum Messages", Figures.limit(config.maxMessages()))
                .add("Maximum Per Subject", Figures.limit(config.maxMessagesPerSubject()))
                .add("Maximum Bytes", Figures.byteLimit(config.maxBytes()))
                .add("Maximum Age", Figures.timeLimit(config.maxAge()))
                .add("Maximum Message Size", Figures.byteLimit(config.maxMessageSize()))
                .add("Maximum Consumers", Figures.limit(config.maxConsumers()));
    }

    private static void state(Facts facts, StreamState state) {
        facts.add("Messages", Figures.count(state.messages()))
                .add("Bytes", Figures.bytes(state.bytes()))
                .add("First Sequence", at(state.firstSequence(), state.firstTime()))
                .add("Last Sequence", at(state.lastSequence(), state.lastTime()));
        if (state.numDeleted() > 0) {
            facts.add("Deleted Messages", Figures.count(state.numDeleted()));
        }
        facts.add("Active Consumers", state.consumerCount());
        if (state.numSubjects() > 0) {
            facts.add("Number of Subjects", Figures.count(state.numSubjects()));
        }
    }

    private static String at(long sequence, Optional<Instant> time) {
        boolean known = time.filter(moment -> moment.getEpochSecond() > 0).isPresent();
        return Figures.count(sequence) + (known ? " @ " + Figures.time(time) : "");
    }
}
