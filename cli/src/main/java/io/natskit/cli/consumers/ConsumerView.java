// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.terminal.Facts;
import io.natskit.cli.terminal.Figures;
import io.natskit.cli.terminal.JsonText;
import io.natskit.cli.terminal.Terminal;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.SequenceInfo;

/** Shows a consumer as the nats CLI does. */
final class ConsumerView {
    private ConsumerView() {}

    static void print(Terminal terminal, boolean json, ConsumerInfo info) {
        if (json) {
            JsonText.print(terminal, info.toJson());
            return;
        }
        Facts facts = new Facts("Information for Consumer " + info.streamName() + " > " + info.name() + " created "
                + Figures.time(info.created()));
        configuration(facts.section("Configuration"), info.config());
        if (!info.config().metadata().isEmpty()) {
            facts.section("Metadata").addAll(info.config().metadata());
        }
        state(facts.section("State"), info);
        facts.print(terminal);
    }

    private static void configuration(Facts facts, ConsumerConfig config) {
        facts.addIfPresent("Name", config.name()).addIfPresent("Description", config.description());
        boolean pulls = config.deliverSubject().isEmpty();
        facts.add("Pull Mode", pulls).addIfPresent("Delivery Subject", config.deliverSubject());
        facts.addIfPresent("Deliver Queue Group", config.deliverGroup());
        facts.addIfPresent("Filter Subject", config.filterSubject());
        facts.addIfPresent("Filter Subjects", String.join(", ", config.filterSubjects()));
        facts.add("Deliver Policy", Figures.word(config.deliverPolicy()))
                .add("Ack Policy", Figures.word(config.ackPolicy()))
                .add("Ack Wait", Figures.duration(config.ackWait()))
                .add("Replay Policy", Figures.word(config.replayPolicy()));
        if (config.maxDeliver() > 0) {
            facts.add("Maximum Deliveries", config.maxDeliver());
        }
        facts.add("Max Ack Pending", Figures.limit(config.maxAckPending()));
        if (pulls) {
            facts.add("Max Waiting Pulls", Figures.limit(config.maxWaiting()));
        }
        if (!config.inactiveThreshold().isZero()) {
            facts.add("Inactive Threshold", Figures.duration(config.inactiveThreshold()));
        }
        if (!config.priorityGroups().isEmpty()) {
            facts.add(
                    "Priority",
                    Figures.word(config.priorityPolicy()) + " " + String.join(", ", config.priorityGroups()));
        }
    }

    private static void state(Facts facts, ConsumerInfo info) {
        facts.add("Last Delivered Message", sequences(info.delivered()));
        facts.add("Acknowledgment Floor", sequences(info.ackFloor()));
        facts.add(
                "Outstanding Acks",
                Figures.count(info.numAckPending()) + " out of maximum "
                        + Figures.limit(info.config().maxAckPending()));
        facts.add("Redelivered Messages", Figures.count(info.numRedelivered()));
        facts.add("Unprocessed Messages", Figures.count(info.numPending()));
        if (info.config().deliverSubject().isEmpty()) {
            facts.add(
                    "Waiting Pulls",
                    info.numWaiting() + " of maximum "
                            + Figures.limit(info.config().maxWaiting()));
        } else {
            facts.add("Active Interest", info.pushBound());
        }
        if (info.paused()) {
            facts.add("Paused For", Figures.duration(info.pauseRemaining()));
        }
        info.priorityGroups().stream()
                .filter(group -> !group.pinnedClientId().isEmpty())
                .forEach(group -> facts.add("Pinned " + group.group(), group.pinnedClientId()));
    }

    private static String sequences(SequenceInfo place) {
        return "Consumer sequence: " + Figures.count(place.consumer()) + " Stream sequence: "
                + Figures.count(place.stream())
                + place.lastActive()
                        .map(time -> " Last active: " + Figures.time(time))
                        .orElse("");
    }
}
