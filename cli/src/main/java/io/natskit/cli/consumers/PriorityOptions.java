// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.action.Given;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import io.natskit.wire.jetstream.PriorityPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said of a consumer with priority groups (ADR-42). */
final class PriorityOptions {
    @Option(
            names = "--pinned-groups",
            paramLabel = "GROUPS",
            split = ",",
            description = "One client of each group at a time.")
    @Nullable
    List<String> pinned;

    @Option(names = "--pinned-ttl", paramLabel = "DURATION", description = "How long that client may be silent.")
    @Nullable
    Duration pinnedTtl;

    @Option(
            names = "--overflow-groups",
            paramLabel = "GROUPS",
            split = ",",
            description = "Clients that help out when there is much to do.")
    @Nullable
    List<String> overflow;

    @Option(
            names = "--prioritized-groups",
            paramLabel = "GROUPS",
            split = ",",
            description = "Clients with priorities.")
    @Nullable
    List<String> prioritized;

    void applyTo(ConsumerConfigBuilder config) {
        Given.set(pinned, groups -> config.priorityGroups(groups).priorityPolicy(PriorityPolicy.PINNED_CLIENT));
        Given.set(pinnedTtl, config::priorityTimeout);
        Given.set(overflow, groups -> config.priorityGroups(groups).priorityPolicy(PriorityPolicy.OVERFLOW));
        Given.set(prioritized, groups -> config.priorityGroups(groups).priorityPolicy(PriorityPolicy.PRIORITIZED));
    }
}
