// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.jetstream.stream.StableHash;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.DeliverPolicy;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.json.JsonWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What lasts of a client beyond its connection: its subscriptions, the consumers behind them, and what is under way to it. Belongs to the loop of the
 * client that has it, and between two clients to nobody; handed on through the account's home loop.
 */
final class MqttSession {
    private final String clientId;
    private final @Nullable String user;
    private final String hash;
    private final Map<String, Integer> filters = new TreeMap<>();
    private final Map<String, ConsumerConfig> consumers = new TreeMap<>();
    private final Unacknowledged unacknowledged = new Unacknowledged();
    private @Nullable ConsumerConfig releases;
    private boolean clean;
    private long sequence;
    private boolean recalls;

    /** A new session, of a client of that user; null for nobody in particular. */
    MqttSession(String clientId, @Nullable String user) {
        this.clientId = clientId;
        this.user = user;
        this.hash = StableHash.of(clientId);
    }

    /** The session that a record tells of; null if it is of another client whose name has the same hash. */
    static @Nullable MqttSession read(String clientId, JsonObject record, long sequence) {
        if (!clientId.equals(record.string("id"))) {
            return null;
        }
        // nats-server writes no user: who comes first has such a session
        MqttSession session = new MqttSession(clientId, record.string("user"));
        session.sequence = sequence;
        session.recalls = true;
        session.clean = record.bool("clean", false);
        JsonObject filters = record.object("subs");
        if (filters != null) {
            filters.names().forEach(name -> session.filters.put(name, (int) filters.integer(name, 0)));
        }
        JsonObject consumers = record.object("cons");
        if (consumers != null) {
            consumers.names().forEach(name -> session.remember(name, consumers.object(name)));
        }
        JsonObject releases = record.object("pubrel");
        session.releases = releases == null ? null : consumer(releases);
        return session;
    }

    private void remember(String sid, @Nullable JsonObject config) {
        if (config != null) {
            consumers.put(sid, consumer(config));
        }
    }

    /** What matters later of a consumer's configuration. */
    private static ConsumerConfig consumer(JsonObject config) {
        return ConsumerConfig.builder()
                .durable(text(config, "durable_name"))
                .deliverSubject(text(config, "deliver_subject"))
                .filterSubject(text(config, "filter_subject"))
                .deliverPolicy(DeliverPolicy.NEW)
                .ackPolicy(AckPolicy.EXPLICIT)
                .ackWait(Duration.ofNanos(config.integer("ack_wait", 0)))
                .maxAckPending(config.integer("max_ack_pending", 0))
                .memoryStorage(config.bool("mem_storage", false))
                .inactiveThreshold(Duration.ofNanos(config.integer("inactive_threshold", 0)))
                .build();
    }

    private static String text(JsonObject config, String name) {
        String text = config.string(name);
        return text == null ? "" : text;
    }

    /** The record, as nats-server writes it. */
    byte[] write(String origin) {
        JsonWriter out = new JsonWriter()
                .fieldIfPresent("origin", origin)
                .field("id", clientId)
                .fieldIfPresent("user", user)
                .fieldIfTrue("clean", clean);
        if (!filters.isEmpty()) {
            out.begin("subs");
            filters.forEach((filter, qos) -> out.field(filter, (long) qos));
            out.end();
        }
        if (!consumers.isEmpty()) {
            out.begin("cons");
            consumers.forEach((sid, config) -> out.raw(sid, config.toJson()));
            out.end();
        }
        ConsumerConfig own = releases;
        if (own != null) {
            out.raw("pubrel", own.toJson());
        }
        return out.toBytes();
    }

    /** Whether somebody who logged in so may have it. */
    boolean belongsTo(@Nullable String login) {
        return user == null || user.equals(login);
    }

    String clientId() {
        return clientId;
    }

    /** What names of consumers and subjects have of the client's. */
    String hash() {
        return hash;
    }

    /** The quality of service of each filter that it has subscribed to. */
    Map<String, Integer> filters() {
        return filters;
    }

    /** The consumers behind its subscriptions of QoS 1 and 2, by the subscriptions' names. */
    Map<String, ConsumerConfig> consumers() {
        return consumers;
    }

    /** The consumer that brings releases back, or null before the first subscription of QoS 2. */
    @Nullable
    ConsumerConfig releases() {
        return releases;
    }

    void releases(ConsumerConfig made) {
        releases = made;
    }

    /** Whether releases may be stored that it does not know: it comes from its record, and has not asked yet. */
    boolean recalls() {
        return recalls;
    }

    void recalled() {
        recalls = false;
    }

    Unacknowledged unacknowledged() {
        return unacknowledged;
    }

    /** Whether it ends with its connection. */
    boolean isClean() {
        return clean;
    }

    void clean(boolean now) {
        clean = now;
    }

    /** The sequence of its record, 0 if there is none. */
    long sequence() {
        return sequence;
    }

    void sequence(long now) {
        sequence = now;
    }

    /** How much of the sum of all acknowledgements that may be pending is taken. */
    long maxAckPendingTaken() {
        long taken = 0;
        for (ConsumerConfig one : consumers.values()) {
            taken += one.maxAckPending();
        }
        ConsumerConfig own = releases;
        return own == null ? taken : taken + own.maxAckPending();
    }

    /** Forgets everything; answers which consumers have to be deleted, by their names, and of which streams. */
    Map<String, String> clear() {
        Map<String, String> orphans = new HashMap<>();
        consumers.values().forEach(one -> orphans.put(one.durable(), Names.MESSAGES));
        ConsumerConfig own = releases;
        if (own != null) {
            orphans.put(own.durable(), Names.OUT);
        }
        filters.clear();
        consumers.clear();
        releases = null;
        sequence = 0;
        unacknowledged.clear();
        return orphans;
    }
}
