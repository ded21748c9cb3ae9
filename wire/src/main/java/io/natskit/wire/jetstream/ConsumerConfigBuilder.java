// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the values of a {@link ConsumerConfig}. Confined to one thread; may be used again after {@link #build()}. */
public final class ConsumerConfigBuilder {
    String durable = "";
    String name = "";
    String description = "";
    DeliverPolicy deliverPolicy = DeliverPolicy.ALL;
    long startSequence;

    @Nullable
    OffsetDateTime startTime;

    AckPolicy ackPolicy = AckPolicy.NONE;
    long ackWait;
    long maxDeliver;
    List<Long> backoff = List.of();
    String filterSubject = "";
    List<String> filterSubjects = List.of();
    ReplayPolicy replayPolicy = ReplayPolicy.INSTANT;
    long rateLimit;
    String sampleFrequency = "";
    long maxWaiting;
    long maxAckPending;
    boolean flowControl;
    boolean headersOnly;
    long maxBatch;
    long maxExpires;
    long maxBytes;
    String deliverSubject = "";
    String deliverGroup = "";
    long idleHeartbeat;
    long inactiveThreshold;
    int replicas;
    boolean memoryStorage;
    boolean direct;
    boolean sourcing;
    Map<String, String> metadata = Map.of();

    @Nullable
    OffsetDateTime pauseUntil;

    List<String> priorityGroups = List.of();
    PriorityPolicy priorityPolicy = PriorityPolicy.NONE;
    long priorityTimeout;

    private ConsumerConfigBuilder() {}

    static ConsumerConfigBuilder named(String name) {
        ConsumerConfigBuilder builder = new ConsumerConfigBuilder();
        builder.name = name;
        builder.ackPolicy = AckPolicy.EXPLICIT;
        return builder;
    }

    /** A builder whose values are those of a JSON object without fields. */
    static ConsumerConfigBuilder unset() {
        return new ConsumerConfigBuilder();
    }

    /** A builder with the same values. */
    ConsumerConfigBuilder copy() {
        ConsumerConfigBuilder copy = new ConsumerConfigBuilder();
        copy.durable = durable;
        copy.name = name;
        copy.description = description;
        copy.deliverPolicy = deliverPolicy;
        copy.startSequence = startSequence;
        copy.startTime = startTime;
        copy.ackPolicy = ackPolicy;
        copy.ackWait = ackWait;
        copy.maxDeliver = maxDeliver;
        copy.backoff = backoff;
        copy.filterSubject = filterSubject;
        copy.filterSubjects = filterSubjects;
        copy.replayPolicy = replayPolicy;
        copy.rateLimit = rateLimit;
        copy.sampleFrequency = sampleFrequency;
        copy.maxWaiting = maxWaiting;
        copy.maxAckPending = maxAckPending;
        copy.flowControl = flowControl;
        copy.headersOnly = headersOnly;
        copy.maxBatch = maxBatch;
        copy.maxExpires = maxExpires;
        copy.maxBytes = maxBytes;
        copy.deliverSubject = deliverSubject;
        copy.deliverGroup = deliverGroup;
        copy.idleHeartbeat = idleHeartbeat;
        copy.inactiveThreshold = inactiveThreshold;
        copy.replicas = replicas;
        copy.memoryStorage = memoryStorage;
        copy.direct = direct;
        copy.sourcing = sourcing;
        copy.metadata = metadata;
        copy.pauseUntil = pauseUntil;
        copy.priorityGroups = priorityGroups;
        copy.priorityPolicy = priorityPolicy;
        copy.priorityTimeout = priorityTimeout;
        return copy;
    }

    /** The durable name of the older API; empty for none. {@link #name} is enough for new code. */
    public ConsumerConfigBuilder durable(String durable) {
        this.durable = durable;
        return this;
    }

    /** The name; empty lets the server choose one. */
    public ConsumerConfigBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** A text of at most 4 KiB; empty for none. */
    public ConsumerConfigBuilder description(String description) {
        this.description = description;
        return this;
    }

    /** Where the consumer begins. Default {@code ALL}. */
    public ConsumerConfigBuilder deliverPolicy(DeliverPolicy deliverPolicy) {
        this.deliverPolicy = deliverPolicy;
        return this;
    }

    /** The sequence of {@code BY_START_SEQUENCE}, without a sign; 0 for none. */
    public ConsumerConfigBuilder startSequence(long startSequence) {
        this.startSequence = startSequence;
        return this;
    }

    /** The time of {@code BY_START_TIME}. */
    public ConsumerConfigBuilder startTime(@Nullable Instant startTime) {
        this.startTime = startTime == null ? null : startTime.atOffset(ZoneOffset.UTC);
        return this;
    }

    /** How messages are acknowledged. The builder starts with {@code EXPLICIT}; JSON without the field means {@code NONE}. */
    public ConsumerConfigBuilder ackPolicy(AckPolicy ackPolicy) {
        this.ackPolicy = ackPolicy;
        return this;
    }

    /** How long an acknowledgement may take; zero for the default, 30 s, or the first of {@link #backoff}. */
    public ConsumerConfigBuilder ackWait(Duration ackWait) {
        this.ackWait = nanos("ackWait", ackWait);
        return this;
    }

    /** How often a message is delivered at most; 0 or -1 for no bound. */
    public ConsumerConfigBuilder maxDeliver(long maxDeliver) {
        this.maxDeliver = maxDeliver;
        return this;
    }

    /** The waits before each further delivery; the last one goes on. */
    public ConsumerConfigBuilder backoff(Duration... backoff) {
        List<Long> nanos = new ArrayList<>();
        for (Duration one : backoff) {
            nanos.add(nanos("backoff", one));
        }
        this.backoff = List.copyOf(nanos);
        return this;
    }

    /** The one subject that is delivered, wildcards allowed; empty for all. Not with {@link #filterSubjects}. */
    public ConsumerConfigBuilder filterSubject(String filterSubject) {
        this.filterSubject = filterSubject;
        return this;
    }

    /** The subjects that are delivered, without overlap. */
    public ConsumerConfigBuilder filterSubjects(String... filterSubjects) {
        this.filterSubjects = List.of(filterSubjects);
        return this;
    }

    /** As {@link #filterSubjects(String...)}. */
    public ConsumerConfigBuilder filterSubjects(Collection<String> filterSubjects) {
        this.filterSubjects = List.copyOf(filterSubjects);
        return this;
    }

    /** How fast stored messages are delivered. Default {@code INSTANT}. */
    public ConsumerConfigBuilder replayPolicy(ReplayPolicy replayPolicy) {
        this.replayPolicy = replayPolicy;
        return this;
    }

    /** The bound of a push consumer in bits a second; 0 for none. */
    public ConsumerConfigBuilder rateLimit(long rateLimit) {
        this.rateLimit = rateLimit;
        return this;
    }

    /** The share of acknowledgements that is reported, as {@code "10%"} or {@code "10"}; empty for none. */
    public ConsumerConfigBuilder sampleFrequency(String sampleFrequency) {
        this.sampleFrequency = sampleFrequency;
        return this;
    }

    /** How many pulls may wait; 0 for the default, 512. */
    public ConsumerConfigBuilder maxWaiting(long maxWaiting) {
        this.maxWaiting = maxWaiting;
        return this;
    }

    /** How many deliveries may be unacknowledged; 0 for the default, 1000, and -1 for no bound. */
    public ConsumerConfigBuilder maxAckPending(long maxAckPending) {
        this.maxAckPending = maxAckPending;
        return this;
    }

    /** Whether a push consumer waits for its reader; needs {@link #idleHeartbeat}. */
    public ConsumerConfigBuilder flowControl(boolean flowControl) {
        this.flowControl = flowControl;
        return this;
    }

    /** Whether messages come without their payload, which {@code Nats-Msg-Size} then tells. */
    public ConsumerConfigBuilder headersOnly(boolean headersOnly) {
        this.headersOnly = headersOnly;
        return this;
    }

    /** How many messages a pull may ask for; 0 for no bound. */
    public ConsumerConfigBuilder maxBatch(long maxBatch) {
        this.maxBatch = maxBatch;
        return this;
    }

    /** How long a pull may wait; zero for no bound. */
    public ConsumerConfigBuilder maxExpires(Duration maxExpires) {
        this.maxExpires = nanos("maxExpires", maxExpires);
        return this;
    }

    /** How many bytes a pull may ask for; 0 for no bound. */
    public ConsumerConfigBuilder maxBytes(long maxBytes) {
        this.maxBytes = maxBytes;
        return this;
    }

    /** Where a push consumer delivers; empty makes it a pull consumer. */
    public ConsumerConfigBuilder deliverSubject(String deliverSubject) {
        this.deliverSubject = deliverSubject;
        return this;
    }

    /** The queue group of a push consumer's readers; empty for none. */
    public ConsumerConfigBuilder deliverGroup(String deliverGroup) {
        this.deliverGroup = deliverGroup;
        return this;
    }

    /** How often a silent push consumer says that it is there; zero for never. */
    public ConsumerConfigBuilder idleHeartbeat(Duration idleHeartbeat) {
        this.idleHeartbeat = nanos("idleHeartbeat", idleHeartbeat);
        return this;
    }

    /** How long the consumer outlives its last reader; zero: for ever if durable, else 5 s. */
    public ConsumerConfigBuilder inactiveThreshold(Duration inactiveThreshold) {
        this.inactiveThreshold = nanos("inactiveThreshold", inactiveThreshold);
        return this;
    }

    /** How many servers keep its state; 0 for as many as keep the stream. */
    public ConsumerConfigBuilder replicas(int replicas) {
        this.replicas = replicas;
        return this;
    }

    /** Whether its state is kept in memory alone. */
    public ConsumerConfigBuilder memoryStorage(boolean memoryStorage) {
        this.memoryStorage = memoryStorage;
        return this;
    }

    /** Set by servers for the consumers of mirrors and sources. */
    public ConsumerConfigBuilder direct(boolean direct) {
        this.direct = direct;
        return this;
    }

    /** Set by servers for the consumers of mirrors and sources. */
    public ConsumerConfigBuilder sourcing(boolean sourcing) {
        this.sourcing = sourcing;
        return this;
    }

    /** Entries of the user, at most 128 KiB; names that begin with {@code _nats.} are the server's. */
    public ConsumerConfigBuilder metadata(Map<String, String> metadata) {
        this.metadata = Map.copyOf(metadata);
        return this;
    }

    /** Adds one entry to {@link #metadata(Map)}, or changes it. */
    public ConsumerConfigBuilder metadata(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(metadata);
        more.put(key, value);
        this.metadata = Map.copyOf(more);
        return this;
    }

    /** Until when nothing is delivered. */
    public ConsumerConfigBuilder pauseUntil(@Nullable Instant pauseUntil) {
        this.pauseUntil = pauseUntil == null ? null : pauseUntil.atOffset(ZoneOffset.UTC);
        return this;
    }

    /** The name of the priority group, at present one. */
    public ConsumerConfigBuilder priorityGroups(String... priorityGroups) {
        this.priorityGroups = List.of(priorityGroups);
        return this;
    }

    /** As {@link #priorityGroups(String...)}. */
    public ConsumerConfigBuilder priorityGroups(Collection<String> priorityGroups) {
        this.priorityGroups = List.copyOf(priorityGroups);
        return this;
    }

    /** Which of several waiting pullers is served. Default {@code NONE}. */
    public ConsumerConfigBuilder priorityPolicy(PriorityPolicy priorityPolicy) {
        this.priorityPolicy = priorityPolicy;
        return this;
    }

    /** How long a pinned client may be silent; zero for the default, 2 minutes. */
    public ConsumerConfigBuilder priorityTimeout(Duration priorityTimeout) {
        this.priorityTimeout = nanos("priorityTimeout", priorityTimeout);
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return ConsumerConfigJson.read(in, this);
    }

    /** Takes all fields of the object at hand. */
    void readObject(StructReader in) {
        if (in.enter("server.ConsumerConfig")) {
            while (in.next()) {
                if (!readField(in)) {
                    in.unknown();
                }
            }
        }
    }

    /** The values as they are now. */
    public ConsumerConfig build() {
        return new ConsumerConfig(copy());
    }

    private static long nanos(String what, Duration value) {
        try {
            return value.toNanos();
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: at most 292 years)");
        }
    }
}
