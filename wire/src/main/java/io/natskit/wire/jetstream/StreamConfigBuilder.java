// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the values of a {@link StreamConfig}. Confined to one thread; may be used again after {@link #build()}. */
public final class StreamConfigBuilder {
    String name = "";
    String description = "";
    List<String> subjects = List.of();
    RetentionPolicy retention = RetentionPolicy.LIMITS;
    long maxConsumers;
    long maxMessages;
    long maxBytes;
    long maxAge;
    long maxMessagesPerSubject;
    int maxMessageSize;
    DiscardPolicy discard = DiscardPolicy.OLD;
    StorageType storage = StorageType.FILE;
    int replicas;
    boolean noAck;
    long duplicateWindow;

    @Nullable
    Placement placement;

    @Nullable
    StreamSource mirror;

    List<StreamSource> sources = List.of();
    Compression compression = Compression.NONE;
    long firstSequence;

    @Nullable
    SubjectTransformConfig subjectTransform;

    @Nullable
    Republish republish;

    boolean allowDirect;
    boolean mirrorDirect;
    boolean discardNewPerSubject;
    boolean sealed;
    boolean denyDelete;
    boolean denyPurge;
    boolean allowRollup;
    ConsumerLimits consumerLimits = ConsumerLimits.NONE;
    boolean allowMessageTtl;
    long subjectDeleteMarkerTtl;
    boolean allowMessageCounter;
    boolean allowAtomicPublish;
    boolean allowMessageSchedules;
    PersistMode persistMode = PersistMode.DEFAULT;
    boolean allowBatchPublish;
    Map<String, String> metadata = Map.of();

    private StreamConfigBuilder() {}

    static StreamConfigBuilder named(String name) {
        StreamConfigBuilder builder = new StreamConfigBuilder();
        builder.name = name;
        builder.maxConsumers = -1;
        builder.maxMessages = -1;
        builder.maxBytes = -1;
        builder.maxMessagesPerSubject = -1;
        builder.maxMessageSize = -1;
        builder.replicas = 1;
        return builder;
    }

    /** A builder whose values are those of a JSON object without fields. */
    static StreamConfigBuilder unset() {
        return new StreamConfigBuilder();
    }

    /** A builder with the same values. */
    StreamConfigBuilder copy() {
        StreamConfigBuilder copy = new StreamConfigBuilder();
        copy.name = name;
        copy.description = description;
        copy.subjects = subjects;
        copy.retention = retention;
        copy.maxConsumers = maxConsumers;
        copy.maxMessages = maxMessages;
        copy.maxBytes = maxBytes;
        copy.maxAge = maxAge;
        copy.maxMessagesPerSubject = maxMessagesPerSubject;
        copy.maxMessageSize = maxMessageSize;
        copy.discard = discard;
        copy.storage = storage;
        copy.replicas = replicas;
        copy.noAck = noAck;
        copy.duplicateWindow = duplicateWindow;
        copy.placement = placement;
        copy.mirror = mirror;
        copy.sources = sources;
        copy.compression = compression;
        copy.firstSequence = firstSequence;
        copy.subjectTransform = subjectTransform;
        copy.republish = republish;
        copy.allowDirect = allowDirect;
        copy.mirrorDirect = mirrorDirect;
        copy.discardNewPerSubject = discardNewPerSubject;
        copy.sealed = sealed;
        copy.denyDelete = denyDelete;
        copy.denyPurge = denyPurge;
        copy.allowRollup = allowRollup;
        copy.consumerLimits = consumerLimits;
        copy.allowMessageTtl = allowMessageTtl;
        copy.subjectDeleteMarkerTtl = subjectDeleteMarkerTtl;
        copy.allowMessageCounter = allowMessageCounter;
        copy.allowAtomicPublish = allowAtomicPublish;
        copy.allowMessageSchedules = allowMessageSchedules;
        copy.persistMode = persistMode;
        copy.allowBatchPublish = allowBatchPublish;
        copy.metadata = metadata;
        return copy;
    }

    /** The name: at most 255 characters, without white space and {@code . * > / \\}. */
    public StreamConfigBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** A text of at most 4 KiB; empty for none. */
    public StreamConfigBuilder description(String description) {
        this.description = description;
        return this;
    }

    /** What is captured, wildcards allowed. Empty means the name, unless there is a mirror or a source. */
    public StreamConfigBuilder subjects(String... subjects) {
        this.subjects = List.of(subjects);
        return this;
    }

    /** As {@link #subjects(String...)}. */
    public StreamConfigBuilder subjects(Collection<String> subjects) {
        this.subjects = List.copyOf(subjects);
        return this;
    }

    /** What makes the stream forget. Default {@code LIMITS}. */
    public StreamConfigBuilder retention(RetentionPolicy retention) {
        this.retention = retention;
        return this;
    }

    /** How many consumers may exist; -1 for as many as the account allows. */
    public StreamConfigBuilder maxConsumers(long maxConsumers) {
        this.maxConsumers = maxConsumers;
        return this;
    }

    /** How many messages are kept; -1 for no bound. */
    public StreamConfigBuilder maxMessages(long maxMessages) {
        this.maxMessages = maxMessages;
        return this;
    }

    /** How many bytes are kept; -1 for no bound. */
    public StreamConfigBuilder maxBytes(long maxBytes) {
        this.maxBytes = maxBytes;
        return this;
    }

    /** How long a message is kept, from 100 ms on; zero for ever. */
    public StreamConfigBuilder maxAge(Duration maxAge) {
        this.maxAge = nanos("maxAge", maxAge);
        return this;
    }

    /** How many messages are kept of each subject; -1 for no bound. */
    public StreamConfigBuilder maxMessagesPerSubject(long maxMessagesPerSubject) {
        this.maxMessagesPerSubject = maxMessagesPerSubject;
        return this;
    }

    /** How many bytes a message may have, headers included; -1 for as many as the server takes. */
    public StreamConfigBuilder maxMessageSize(int maxMessageSize) {
        this.maxMessageSize = maxMessageSize;
        return this;
    }

    /** What happens to one message more. Default {@code OLD}. */
    public StreamConfigBuilder discard(DiscardPolicy discard) {
        this.discard = discard;
        return this;
    }

    /** Where messages are kept. Default {@code FILE}. Never changes. */
    public StreamConfigBuilder storage(StorageType storage) {
        this.storage = storage;
        return this;
    }

    /** How many servers keep a copy, 1 to 5. Default 1. */
    public StreamConfigBuilder replicas(int replicas) {
        this.replicas = replicas;
        return this;
    }

    /** Whether publishes go unacknowledged. */
    public StreamConfigBuilder noAck(boolean noAck) {
        this.noAck = noAck;
        return this;
    }

    /** How long a message id is remembered; zero for the default, 2 minutes or the maximal age if that is less. */
    public StreamConfigBuilder duplicateWindow(Duration duplicateWindow) {
        this.duplicateWindow = nanos("duplicateWindow", duplicateWindow);
        return this;
    }

    /** Where in a cluster the stream lives. */
    public StreamConfigBuilder placement(@Nullable Placement placement) {
        this.placement = placement;
        return this;
    }

    /** The stream that this one copies. */
    public StreamConfigBuilder mirror(@Nullable StreamSource mirror) {
        this.mirror = mirror;
        return this;
    }

    /** The streams that this one gathers. */
    public StreamConfigBuilder sources(StreamSource... sources) {
        this.sources = List.of(sources);
        return this;
    }

    /** As {@link #sources(StreamSource...)}. */
    public StreamConfigBuilder sources(Collection<StreamSource> sources) {
        this.sources = List.copyOf(sources);
        return this;
    }

    /** How blocks are compressed on disk. Default {@code NONE}. */
    public StreamConfigBuilder compression(Compression compression) {
        this.compression = compression;
        return this;
    }

    /** The sequence that the first message gets, without a sign; 0 for 1. */
    public StreamConfigBuilder firstSequence(long firstSequence) {
        this.firstSequence = firstSequence;
        return this;
    }

    /** How subjects are changed before messages are stored. */
    public StreamConfigBuilder subjectTransform(@Nullable SubjectTransformConfig subjectTransform) {
        this.subjectTransform = subjectTransform;
        return this;
    }

    /** Where stored messages are published again. */
    public StreamConfigBuilder republish(@Nullable Republish republish) {
        this.republish = republish;
        return this;
    }

    /** Whether messages may be read past the API, from any replica. */
    public StreamConfigBuilder allowDirect(boolean allowDirect) {
        this.allowDirect = allowDirect;
        return this;
    }

    /** Whether a mirror answers direct reads for its origin. */
    public StreamConfigBuilder mirrorDirect(boolean mirrorDirect) {
        this.mirrorDirect = mirrorDirect;
        return this;
    }

    /** Whether {@code discard new} counts each subject for itself. */
    public StreamConfigBuilder discardNewPerSubject(boolean discardNewPerSubject) {
        this.discardNewPerSubject = discardNewPerSubject;
        return this;
    }

    /** Whether nothing goes in or out any more. Never taken back. */
    public StreamConfigBuilder sealed(boolean sealed) {
        this.sealed = sealed;
        return this;
    }

    /** Whether single messages can not be deleted. Never taken back. */
    public StreamConfigBuilder denyDelete(boolean denyDelete) {
        this.denyDelete = denyDelete;
        return this;
    }

    /** Whether the stream can not be purged. Never taken back. */
    public StreamConfigBuilder denyPurge(boolean denyPurge) {
        this.denyPurge = denyPurge;
        return this;
    }

    /** Whether {@code Nats-Rollup} may replace what was stored before. */
    public StreamConfigBuilder allowRollup(boolean allowRollup) {
        this.allowRollup = allowRollup;
        return this;
    }

    /** Defaults and bounds of consumers. */
    public StreamConfigBuilder consumerLimits(ConsumerLimits consumerLimits) {
        this.consumerLimits = consumerLimits;
        return this;
    }

    /** Whether {@code Nats-TTL} is obeyed. */
    public StreamConfigBuilder allowMessageTtl(boolean allowMessageTtl) {
        this.allowMessageTtl = allowMessageTtl;
        return this;
    }

    /** How long a marker stands where the last message of a subject aged out; zero for no markers. */
    public StreamConfigBuilder subjectDeleteMarkerTtl(Duration subjectDeleteMarkerTtl) {
        this.subjectDeleteMarkerTtl = nanos("subjectDeleteMarkerTtl", subjectDeleteMarkerTtl);
        return this;
    }

    /** Whether the stream holds counters, and nothing else (ADR-49). */
    public StreamConfigBuilder allowMessageCounter(boolean allowMessageCounter) {
        this.allowMessageCounter = allowMessageCounter;
        return this;
    }

    /** Whether atomic batches are taken (ADR-50). */
    public StreamConfigBuilder allowAtomicPublish(boolean allowAtomicPublish) {
        this.allowAtomicPublish = allowAtomicPublish;
        return this;
    }

    /** Whether {@code Nats-Schedule} is obeyed (ADR-51). */
    public StreamConfigBuilder allowMessageSchedules(boolean allowMessageSchedules) {
        this.allowMessageSchedules = allowMessageSchedules;
        return this;
    }

    /** When a publish is acknowledged. Default {@code DEFAULT}. */
    public StreamConfigBuilder persistMode(PersistMode persistMode) {
        this.persistMode = persistMode;
        return this;
    }

    /** Whether fast batches are taken. */
    public StreamConfigBuilder allowBatchPublish(boolean allowBatchPublish) {
        this.allowBatchPublish = allowBatchPublish;
        return this;
    }

    /** Entries of the user, at most 128 KiB; names that begin with {@code _nats.} are the server's. */
    public StreamConfigBuilder metadata(Map<String, String> metadata) {
        this.metadata = Map.copyOf(metadata);
        return this;
    }

    /** Adds one entry to {@link #metadata(Map)}, or changes it. */
    public StreamConfigBuilder metadata(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(metadata);
        more.put(key, value);
        this.metadata = Map.copyOf(more);
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return StreamConfigJson.read(in, this);
    }

    /** Takes all fields of the object at hand. */
    void readObject(StructReader in) {
        if (in.enter("server.StreamConfig")) {
            while (in.next()) {
                if (!readField(in)) {
                    in.unknown();
                }
            }
        }
    }

    /** The values as they are now. */
    public StreamConfig build() {
        return new StreamConfig(copy());
    }

    private static long nanos(String what, Duration value) {
        try {
            return value.toNanos();
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: at most 292 years)");
        }
    }
}
