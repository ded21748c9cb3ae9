// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a stream is set up (rows SC-01 to SC-21): immutable, the same for both ends. Texts that are absent are empty, as in the
 * JSON; numbers have the meaning that the JSON gives them, so a server that reads {@code {}} finds zeros, while {@link
 * #builder} starts with -1 for every bound. Example: {@code
 * StreamConfig.builder("ORDERS").subjects("orders.>").maxAge(Duration.ofDays(1)).build()}.
 */
public final class StreamConfig {
    static final StreamConfig EMPTY = StreamConfigBuilder.unset().build();

    // a copy of the builder that nobody changes any more
    private final StreamConfigBuilder set;

    StreamConfig(StreamConfigBuilder set) {
        this.set = set;
    }

    /** A builder with nats-server's defaults: a file stream without limits, one replica. */
    public static StreamConfigBuilder builder(String name) {
        return StreamConfigBuilder.named(name);
    }

    static StreamConfig read(StructReader in, StreamConfig old) {
        StreamConfigBuilder read = old.toBuilder();
        read.readObject(in);
        return read.build();
    }

    /** A builder that holds these values. */
    public StreamConfigBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static StreamConfig ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        StreamConfigBuilder read = StreamConfigBuilder.unset();
        while (in.next()) {
            read.readField(in);
        }
        return read.build();
    }

    /** The object in JSON, byte for byte as nats-server prints it. */
    public byte[] toJson() {
        JsonWriter out = new JsonWriter();
        writeTo(out);
        return out.toBytes();
    }

    /** Writes the fields into the object that is open, in nats-server's order. */
    public void writeTo(JsonWriter out) {
        StreamConfigJson.write(set, out);
    }

    /** The name: at most 255 characters, without white space and {@code . * > / \\}. */
    public String name() {
        return set.name;
    }

    /** A text of at most 4 KiB; empty for none. */
    public String description() {
        return set.description;
    }

    /** What is captured, wildcards allowed. Empty means the name, unless there is a mirror or a source. */
    public List<String> subjects() {
        return set.subjects;
    }

    /** What makes the stream forget. Default {@code LIMITS}. */
    public RetentionPolicy retention() {
        return set.retention;
    }

    /** How many consumers may exist; -1 for as many as the account allows. */
    public long maxConsumers() {
        return set.maxConsumers;
    }

    /** How many messages are kept; -1 for no bound. */
    public long maxMessages() {
        return set.maxMessages;
    }

    /** How many bytes are kept; -1 for no bound. */
    public long maxBytes() {
        return set.maxBytes;
    }

    /** How long a message is kept, from 100 ms on; zero for ever. */
    public Duration maxAge() {
        return Duration.ofNanos(set.maxAge);
    }

    /** How many messages are kept of each subject; -1 for no bound. */
    public long maxMessagesPerSubject() {
        return set.maxMessagesPerSubject;
    }

    /** How many bytes a message may have, headers included; -1 for as many as the server takes. */
    public int maxMessageSize() {
        return set.maxMessageSize;
    }

    /** What happens to one message more. Default {@code OLD}. */
    public DiscardPolicy discard() {
        return set.discard;
    }

    /** Where messages are kept. Default {@code FILE}. Never changes. */
    public StorageType storage() {
        return set.storage;
    }

    /** How many servers keep a copy, 1 to 5. Default 1. */
    public int replicas() {
        return set.replicas;
    }

    /** Whether publishes go unacknowledged. */
    public boolean noAck() {
        return set.noAck;
    }

    /** How long a message id is remembered; zero for the default, 2 minutes or the maximal age if that is less. */
    public Duration duplicateWindow() {
        return Duration.ofNanos(set.duplicateWindow);
    }

    /** Where in a cluster the stream lives. */
    public Optional<Placement> placement() {
        return Optional.ofNullable(set.placement);
    }

    /** The stream that this one copies. */
    public Optional<StreamSource> mirror() {
        return Optional.ofNullable(set.mirror);
    }

    /** The streams that this one gathers. */
    public List<StreamSource> sources() {
        return set.sources;
    }

    /** How blocks are compressed on disk. Default {@code NONE}. */
    public Compression compression() {
        return set.compression;
    }

    /** The sequence that the first message gets, without a sign; 0 for 1. */
    public long firstSequence() {
        return set.firstSequence;
    }

    /** How subjects are changed before messages are stored. */
    public Optional<SubjectTransformConfig> subjectTransform() {
        return Optional.ofNullable(set.subjectTransform);
    }

    /** Where stored messages are published again. */
    public Optional<Republish> republish() {
        return Optional.ofNullable(set.republish);
    }

    /** Whether messages may be read past the API, from any replica. */
    public boolean allowDirect() {
        return set.allowDirect;
    }

    /** Whether a mirror answers direct reads for its origin. */
    public boolean mirrorDirect() {
        return set.mirrorDirect;
    }

    /** Whether {@code discard new} counts each subject for itself. */
    public boolean discardNewPerSubject() {
        return set.discardNewPerSubject;
    }

    /** Whether nothing goes in or out any more. Never taken back. */
    public boolean sealed() {
        return set.sealed;
    }

    /** Whether single messages can not be deleted. Never taken back. */
    public boolean denyDelete() {
        return set.denyDelete;
    }

    /** Whether the stream can not be purged. Never taken back. */
    public boolean denyPurge() {
        return set.denyPurge;
    }

    /** Whether {@code Nats-Rollup} may replace what was stored before. */
    public boolean allowRollup() {
        return set.allowRollup;
    }

    /** Defaults and bounds of consumers. */
    public ConsumerLimits consumerLimits() {
        return set.consumerLimits;
    }

    /** Whether {@code Nats-TTL} is obeyed. */
    public boolean allowMessageTtl() {
        return set.allowMessageTtl;
    }

    /** How long a marker stands where the last message of a subject aged out; zero for no markers. */
    public Duration subjectDeleteMarkerTtl() {
        return Duration.ofNanos(set.subjectDeleteMarkerTtl);
    }

    /** Whether the stream holds counters, and nothing else (ADR-49). */
    public boolean allowMessageCounter() {
        return set.allowMessageCounter;
    }

    /** Whether atomic batches are taken (ADR-50). */
    public boolean allowAtomicPublish() {
        return set.allowAtomicPublish;
    }

    /** Whether {@code Nats-Schedule} is obeyed (ADR-51). */
    public boolean allowMessageSchedules() {
        return set.allowMessageSchedules;
    }

    /** When a publish is acknowledged. Default {@code DEFAULT}. */
    public PersistMode persistMode() {
        return set.persistMode;
    }

    /** Whether fast batches are taken. */
    public boolean allowBatchPublish() {
        return set.allowBatchPublish;
    }

    /** Entries of the user, at most 128 KiB; names that begin with {@code _nats.} are the server's. */
    public Map<String, String> metadata() {
        return set.metadata;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamConfig that && Arrays.equals(toJson(), that.toJson());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toJson());
    }

    /** The JSON. */
    @Override
    public String toString() {
        return new String(toJson(), StandardCharsets.UTF_8);
    }
}
