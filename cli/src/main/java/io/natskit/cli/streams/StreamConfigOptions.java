// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.streams;

import io.natskit.cli.action.ByteCount;
import io.natskit.cli.action.Given;
import io.natskit.wire.jetstream.Compression;
import io.natskit.wire.jetstream.DiscardPolicy;
import io.natskit.wire.jetstream.Republish;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamConfigBuilder;
import io.natskit.wire.jetstream.StreamSource;
import io.natskit.wire.jetstream.SubjectTransformConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the nats CLI that describe a stream. What is not said stays as it was, or as the server has it. */
final class StreamConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A JSON file with the configuration; options go over it.")
    @Nullable
    Path file;

    @Option(
            names = "--subjects",
            split = ",",
            description = "Subjects that it keeps, with commas between them, or many times over.")
    @Nullable
    List<String> subjects;

    @Option(names = "--description", description = "What it is for.")
    @Nullable
    String description;

    @Option(names = "--storage", description = "file or memory.")
    @Nullable
    StorageType storage;

    @Option(names = "--compression", description = "none or s2.")
    @Nullable
    Compression compression;

    @Option(names = "--replicas", description = "How many servers keep it.")
    @Nullable
    Integer replicas;

    @Option(names = "--retention", description = "limits, interest or workqueue.")
    @Nullable
    RetentionPolicy retention;

    @Option(names = "--discard", description = "What gives way where it is full: old or new.")
    @Nullable
    DiscardPolicy discard;

    @Option(names = "--first-sequence", description = "The sequence of its first message.")
    @Nullable
    Long firstSequence;

    @Option(names = "--max-age", paramLabel = "DURATION", description = "How long messages are kept.")
    @Nullable
    Duration maxAge;

    @Option(names = "--max-bytes", paramLabel = "BYTES", description = "How large it may become.")
    @Nullable
    ByteCount maxBytes;

    @Option(names = "--max-consumers", description = "How many consumers it may have.")
    @Nullable
    Long maxConsumers;

    @Option(names = "--max-msg-size", paramLabel = "BYTES", description = "How large a message may be.")
    @Nullable
    ByteCount maxMessageSize;

    @Option(names = "--max-msgs", description = "How many messages it may hold.")
    @Nullable
    Long maxMessages;

    @Option(names = "--max-msgs-per-subject", description = "How many messages of a subject it may hold.")
    @Nullable
    Long maxMessagesPerSubject;

    @Option(names = "--dupe-window", paramLabel = "DURATION", description = "How long ids of messages are remembered.")
    @Nullable
    Duration duplicateWindow;

    @Option(names = "--mirror", paramLabel = "STREAM", description = "The stream that it copies.")
    @Nullable
    String mirror;

    @Option(names = "--source", paramLabel = "STREAM", description = "A stream that it gathers from, many times over.")
    @Nullable
    List<String> sources;

    @Option(names = "--metadata", paramLabel = "K=V", description = "What is noted beside it, many times over.")
    @Nullable
    Map<String, String> metadata;

    @Option(names = "--republish-source", paramLabel = "SUBJECT", description = "What is published again.")
    String republishSource = "";

    @Option(names = "--republish-destination", paramLabel = "SUBJECT", description = "Where it is published again.")
    @Nullable
    String republishDestination;

    @Option(names = "--republish-headers", description = "Publishes headers again, no payloads.")
    boolean republishHeaders;

    @Option(
            names = "--transform-source",
            paramLabel = "SUBJECT",
            description = "Which subjects are changed as messages come in.")
    String transformSource = "";

    @Option(names = "--transform-destination", paramLabel = "SUBJECT", description = "What they become.")
    @Nullable
    String transformDestination;

    @Option(
            names = "--subject-del-markers-ttl",
            paramLabel = "DURATION",
            description = "How long markers stand for what grew too old.")
    @Nullable
    Duration markersTtl;

    @Mixin
    StreamSwitches switches = new StreamSwitches();

    /** The configuration that these options describe, over that of the file if there is one, over {@code before}. */
    StreamConfig over(StreamConfig before) throws IOException {
        StreamConfig base = before;
        if (file != null) {
            base = StreamConfig.ofJson(Files.readAllBytes(file)).toBuilder()
                    .name(before.name())
                    .build();
        }
        StreamConfigBuilder config = base.toBuilder();
        Given.set(subjects, config::subjects);
        Given.set(description, config::description);
        Given.set(storage, config::storage);
        Given.set(compression, config::compression);
        Given.set(replicas, config::replicas);
        Given.set(retention, config::retention);
        Given.set(discard, config::discard);
        Given.set(firstSequence, config::firstSequence);
        limits(config);
        copies(config);
        switches.applyTo(config);
        if (metadata != null) {
            metadata.forEach(config::metadata);
        }
        return config.build();
    }

    private void limits(StreamConfigBuilder config) {
        Given.set(maxAge, config::maxAge);
        Given.set(maxBytes, size -> config.maxBytes(size.bytes()));
        Given.set(maxConsumers, config::maxConsumers);
        Given.set(maxMessageSize, size -> config.maxMessageSize(size.asInt()));
        Given.set(maxMessages, config::maxMessages);
        Given.set(maxMessagesPerSubject, config::maxMessagesPerSubject);
        Given.set(duplicateWindow, config::duplicateWindow);
        Given.set(markersTtl, config::subjectDeleteMarkerTtl);
    }

    private void copies(StreamConfigBuilder config) {
        Given.set(mirror, name -> config.mirror(StreamSource.builder(name).build()));
        Given.set(
                sources,
                names -> config.sources(names.stream()
                        .map(name -> StreamSource.builder(name).build())
                        .toList()));
        Given.set(republishDestination, to -> config.republish(new Republish(republishSource, to, republishHeaders)));
        Given.set(transformDestination, to -> config.subjectTransform(new SubjectTransformConfig(transformSource, to)));
    }
}
