// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a consumer is set up (rows CO-01 to CO-14): immutable, the same for both ends. Texts that are absent are empty, as in the
 * JSON. Example: {@code
 * ConsumerConfig.builder("billing").filterSubject("orders.*.paid").ackWait(Duration.ofMinutes(1)).build()}.
 */
public final class ConsumerConfig {
    static final ConsumerConfig EMPTY = ConsumerConfigBuilder.unset().build();

    // a copy of the builder that nobody changes any more
    private final ConsumerConfigBuilder set;

    ConsumerConfig(ConsumerConfigBuilder set) {
        this.set = set;
    }

    /** A builder of a consumer with this name and explicit acknowledgement. */
    public static ConsumerConfigBuilder builder(String name) {
        return ConsumerConfigBuilder.named(name);
    }

    /** A builder of a consumer whose name the server chooses, with explicit acknowledgement. */
    public static ConsumerConfigBuilder builder() {
        return ConsumerConfigBuilder.named("");
    }

    static ConsumerConfig read(StructReader in, ConsumerConfig old) {
        ConsumerConfigBuilder read = old.toBuilder();
        read.readObject(in);
        return read.build();
    }

    /** A builder that holds these values. */
    public ConsumerConfigBuilder toBuilder() {
        return set.copy();
    }

    /**
     * Reads one object as a client does, see {@link StructReader}: unknown names and unknown words of an enumeration are passed over.
     * Throws {@link io.natskit.wire.json.JsonException}.
     */
    public static ConsumerConfig ofJson(byte[] json) {
        StructReader in = StructReader.lenient(json);
        ConsumerConfigBuilder read = ConsumerConfigBuilder.unset();
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
        ConsumerConfigJson.write(set, out);
    }

    /** The durable name of the older API; empty for none. {@link #name} is enough for new code. */
    public String durable() {
        return set.durable;
    }

    /** The name; empty lets the server choose one. */
    public String name() {
        return set.name;
    }

    /** A text of at most 4 KiB; empty for none. */
    public String description() {
        return set.description;
    }

    /** Where the consumer begins. Default {@code ALL}. */
    public DeliverPolicy deliverPolicy() {
        return set.deliverPolicy;
    }

    /** The sequence of {@code BY_START_SEQUENCE}, without a sign; 0 for none. */
    public long startSequence() {
        return set.startSequence;
    }

    /** The time of {@code BY_START_TIME}. */
    public Optional<Instant> startTime() {
        return Optional.ofNullable(set.startTime).map(java.time.OffsetDateTime::toInstant);
    }

    /** How messages are acknowledged. The builder starts with {@code EXPLICIT}; JSON without the field means {@code NONE}. */
    public AckPolicy ackPolicy() {
        return set.ackPolicy;
    }

    /** How long an acknowledgement may take; zero for the default, 30 s, or the first of {@link #backoff}. */
    public Duration ackWait() {
        return Duration.ofNanos(set.ackWait);
    }

    /** How often a message is delivered at most; 0 or -1 for no bound. */
    public long maxDeliver() {
        return set.maxDeliver;
    }

    /** The waits before each further delivery; the last one goes on. */
    public List<Duration> backoff() {
        return set.backoff.stream().map(Duration::ofNanos).toList();
    }

    /** The one subject that is delivered, wildcards allowed; empty for all. Not with {@link #filterSubjects}. */
    public String filterSubject() {
        return set.filterSubject;
    }

    /** The subjects that are delivered, without overlap. */
    public List<String> filterSubjects() {
        return set.filterSubjects;
    }

    /** How fast stored messages are delivered. Default {@code INSTANT}. */
    public ReplayPolicy replayPolicy() {
        return set.replayPolicy;
    }

    /** The bound of a push consumer in bits a second; 0 for none. */
    public long rateLimit() {
        return set.rateLimit;
    }

    /** The share of acknowledgements that is reported, as {@code "10%"} or {@code "10"}; empty for none. */
    public String sampleFrequency() {
        return set.sampleFrequency;
    }

    /** How many pulls may wait; 0 for the default, 512. */
    public long maxWaiting() {
        return set.maxWaiting;
    }

    /** How many deliveries may be unacknowledged; 0 for the default, 1000, and -1 for no bound. */
    public long maxAckPending() {
        return set.maxAckPending;
    }

    /** Whether a push consumer waits for its reader; needs {@link #idleHeartbeat}. */
    public boolean flowControl() {
        return set.flowControl;
    }

    /** Whether messages come without their payload, which {@code Nats-Msg-Size} then tells. */
    public boolean headersOnly() {
        return set.headersOnly;
    }

    /** How many messages a pull may ask for; 0 for no bound. */
    public long maxBatch() {
        return set.maxBatch;
    }

    /** How long a pull may wait; zero for no bound. */
    public Duration maxExpires() {
        return Duration.ofNanos(set.maxExpires);
    }

    /** How many bytes a pull may ask for; 0 for no bound. */
    public long maxBytes() {
        return set.maxBytes;
    }

    /** Where a push consumer delivers; empty makes it a pull consumer. */
    public String deliverSubject() {
        return set.deliverSubject;
    }

    /** The queue group of a push consumer's readers; empty for none. */
    public String deliverGroup() {
        return set.deliverGroup;
    }

    /** How often a silent push consumer says that it is there; zero for never. */
    public Duration idleHeartbeat() {
        return Duration.ofNanos(set.idleHeartbeat);
    }

    /** How long the consumer outlives its last reader; zero: for ever if durable, else 5 s. */
    public Duration inactiveThreshold() {
        return Duration.ofNanos(set.inactiveThreshold);
    }

    /** How many servers keep its state; 0 for as many as keep the stream. */
    public int replicas() {
        return set.replicas;
    }

    /** Whether its state is kept in memory alone. */
    public boolean memoryStorage() {
        return set.memoryStorage;
    }

    /** Set by servers for the consumers of mirrors and sources. */
    public boolean direct() {
        return set.direct;
    }

    /** Set by servers for the consumers of mirrors and sources. */
    public boolean sourcing() {
        return set.sourcing;
    }

    /** Entries of the user, at most 128 KiB; names that begin with {@code _nats.} are the server's. */
    public Map<String, String> metadata() {
        return set.metadata;
    }

    /** Until when nothing is delivered. */
    public Optional<Instant> pauseUntil() {
        return Optional.ofNullable(set.pauseUntil).map(java.time.OffsetDateTime::toInstant);
    }

    /** The name of the priority group, at present one. */
    public List<String> priorityGroups() {
        return set.priorityGroups;
    }

    /** Which of several waiting pullers is served. Default {@code NONE}. */
    public PriorityPolicy priorityPolicy() {
        return set.priorityPolicy;
    }

    /** How long a pinned client may be silent; zero for the default, 2 minutes. */
    public Duration priorityTimeout() {
        return Duration.ofNanos(set.priorityTimeout);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConsumerConfig that && Arrays.equals(toJson(), that.toJson());
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
