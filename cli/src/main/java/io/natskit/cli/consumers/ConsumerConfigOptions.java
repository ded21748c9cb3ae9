// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.consumers;

import io.natskit.cli.action.ByteCount;
import io.natskit.cli.action.Given;
import io.natskit.cli.connect.Durations;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import io.natskit.wire.jetstream.DeliverPolicy;
import io.natskit.wire.jetstream.ReplayPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the nats CLI that describe a consumer. What is not said stays as it was, or as the server has it. */
final class ConsumerConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A JSON file with the configuration; options go over it.")
    @Nullable
    Path file;

    @Option(names = "--description", description = "What it is for.")
    @Nullable
    String description;

    @Option(names = "--ack", description = "none, all or explicit.")
    @Nullable
    AckPolicy ack;

    @Option(names = "--wait", paramLabel = "DURATION", description = "How long an acknowledgement may take.")
    @Nullable
    Duration ackWait;

    @Option(
            names = "--deliver",
            paramLabel = "POLICY",
            description = "From where on: all, new, last, subject, a sequence, or a duration such as 1h.")
    @Nullable
    String deliver;

    @Option(
            names = "--filter",
            paramLabel = "SUBJECTS",
            split = ",",
            description = "Those subjects alone, with commas between them.")
    @Nullable
    List<String> filter;

    @Option(names = "--replay", description = "instant or original.")
    @Nullable
    ReplayPolicy replay;

    @Option(names = "--max-deliver", description = "How often a message comes at most.")
    @Nullable
    Long maxDeliver;

    @Option(names = "--max-pending", description = "How many unacknowledged messages there may be.")
    @Nullable
    Long maxPending;

    @Option(names = "--max-waiting", description = "How many pulls may wait.")
    @Nullable
    Long maxWaiting;

    @Option(names = "--max-pull-batch", description = "How many messages a pull may ask for.")
    @Nullable
    Long maxPullBatch;

    @Option(names = "--max-pull-expire", paramLabel = "DURATION", description = "How long a pull may wait.")
    @Nullable
    Duration maxPullExpires;

    @Option(names = "--max-pull-bytes", paramLabel = "BYTES", description = "How many bytes a pull may ask for.")
    @Nullable
    ByteCount maxPullBytes;

    @Option(names = "--headers-only", negatable = true, description = "No payloads.")
    @Nullable
    Boolean headersOnly;

    @Option(
            names = "--inactive-threshold",
            paramLabel = "DURATION",
            description = "Goes when nobody uses it for so long.")
    @Nullable
    Duration inactiveThreshold;

    @Option(names = "--memory", negatable = true, description = "Keeps its state in memory.")
    @Nullable
    Boolean memory;

    @Option(names = "--replicas", description = "How many servers keep its state.")
    @Nullable
    Integer replicas;

    @Option(names = "--sample", paramLabel = "PERCENT", description = "How many acknowledgements are told of.")
    @Nullable
    Integer sample;

    @Option(names = "--metadata", paramLabel = "K=V", description = "What is noted beside it, many times over.")
    @Nullable
    Map<String, String> metadata;

    @Option(
            names = "--backoff",
            paramLabel = "DURATIONS",
            split = ",",
            description = "Times between redeliveries, with commas between them.")
    @Nullable
    List<Duration> backoff;

    @Mixin
    PushOptions push = new PushOptions();

    @Mixin
    PriorityOptions priority = new PriorityOptions();

    /** The configuration that these options describe, over that of the file if there is one, over {@code before}. */
    ConsumerConfig over(ConsumerConfig before) throws IOException {
        ConsumerConfig base = before;
        if (file != null) {
            base = ConsumerConfig.ofJson(Files.readAllBytes(file));
            base = base.toBuilder()
                    .name(before.name())
                    .durable(before.durable())
                    .build();
        }
        ConsumerConfigBuilder config = base.toBuilder();
        Given.set(description, config::description);
        Given.set(ack, config::ackPolicy);
        Given.set(ackWait, config::ackWait);
        Given.set(deliver, policy -> deliver(config, policy));
        Given.set(filter, subjects -> filter(config, subjects));
        Given.set(replay, config::replayPolicy);
        Given.set(maxDeliver, config::maxDeliver);
        Given.set(backoff, times -> config.backoff(times.toArray(new Duration[0])));
        Given.set(headersOnly, config::headersOnly);
        Given.set(inactiveThreshold, config::inactiveThreshold);
        Given.set(memory, config::memoryStorage);
        Given.set(replicas, config::replicas);
        Given.set(sample, percent -> config.sampleFrequency(percent + "%"));
        pulls(config);
        push.applyTo(config);
        priority.applyTo(config);
        if (metadata != null) {
            metadata.forEach(config::metadata);
        }
        return config.build();
    }

    private void pulls(ConsumerConfigBuilder config) {
        Given.set(maxPending, config::maxAckPending);
        Given.set(maxWaiting, config::maxWaiting);
        Given.set(maxPullBatch, config::maxBatch);
        Given.set(maxPullExpires, config::maxExpires);
        Given.set(maxPullBytes, size -> config.maxBytes(size.bytes()));
    }

    private static void filter(ConsumerConfigBuilder config, List<String> subjects) {
        if (subjects.size() == 1) {
            config.filterSubject(subjects.get(0)).filterSubjects(List.of());
        } else {
            config.filterSubject("").filterSubjects(subjects);
        }
    }

    private static void deliver(ConsumerConfigBuilder config, String policy) {
        switch (policy.toLowerCase(Locale.ROOT)) {
            case "all" -> config.deliverPolicy(DeliverPolicy.ALL);
            case "new" -> config.deliverPolicy(DeliverPolicy.NEW);
            case "last" -> config.deliverPolicy(DeliverPolicy.LAST);
            case "subject" -> config.deliverPolicy(DeliverPolicy.LAST_PER_SUBJECT);
            default -> {
                if (policy.chars().allMatch(Character::isDigit)) {
                    config.deliverPolicy(DeliverPolicy.BY_START_SEQUENCE).startSequence(Long.parseLong(policy));
                } else {
                    Instant start = Instant.now().minus(Durations.parse(policy));
                    config.deliverPolicy(DeliverPolicy.BY_START_TIME).startTime(start);
                }
            }
        }
    }
}
