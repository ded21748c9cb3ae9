// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What JetStream tells of itself on {@code $JS.EVENT.>}. Kinds that are not known here, or come later, are {@link Other}; every kind has its {@link Head}. */
public sealed interface Advisory {

    /** What all have. */
    Head head();

    /**
     * What all advisories have.
     *
     * @param type as {@code io.nats.jetstream.advisory.v1.max_deliver}
     * @param id unique
     * @param time when it happened
     * @param subject where it was published
     * @param json all of it, as it came
     */
    record Head(String type, String id, Instant time, String subject, JsonObject json) {
        /** The stream that it is about, if it is about one. */
        public Optional<String> stream() {
            return Optional.ofNullable(json.string("stream"));
        }

        /** The consumer that it is about, if it is about one. */
        public Optional<String> consumer() {
            return Optional.ofNullable(json.string("consumer"));
        }

        /** The domain, if there is one. */
        public Optional<String> domain() {
            return Optional.ofNullable(json.string("domain"));
        }
    }

    /**
     * A message was delivered as often as it may be, and was not acknowledged.
     *
     * @param head what all have
     * @param streamSequence which message
     * @param deliveries how often
     */
    record MaxDeliveries(Head head, long streamSequence, long deliveries) implements Advisory {}

    /**
     * A message was terminated by its consumer.
     *
     * @param head what all have
     * @param streamSequence which message
     * @param consumerSequence which delivery
     * @param deliveries how often it was delivered
     * @param reason why, as the consumer said; perhaps empty
     */
    record Terminated(Head head, long streamSequence, long consumerSequence, long deliveries, String reason)
            implements Advisory {}

    /**
     * A message was refused for now.
     *
     * @param head what all have
     * @param streamSequence which message
     * @param consumerSequence which delivery
     * @param deliveries how often it was delivered
     */
    record Nak(Head head, long streamSequence, long consumerSequence, long deliveries) implements Advisory {}

    /**
     * A sampled acknowledgement.
     *
     * @param head what all have
     * @param streamSequence which message
     * @param consumerSequence which delivery
     * @param deliveries how often it was delivered
     * @param after how long after the delivery it was acknowledged
     */
    record Acked(Head head, long streamSequence, long consumerSequence, long deliveries, Duration after)
            implements Advisory {}

    /**
     * A stream or consumer was created, changed or deleted.
     *
     * @param head what all have
     * @param action {@code create}, {@code modify} or {@code delete}
     */
    record Changed(Head head, String action) implements Advisory {}

    /**
     * A consumer was paused or resumed.
     *
     * @param head what all have
     * @param paused which
     */
    record Paused(Head head, boolean paused) implements Advisory {}

    /**
     * A client was pinned, or is pinned no more (ADR-42).
     *
     * @param head what all have
     * @param group the priority group
     * @param pinned which
     * @param pinId the pin, or the reason why it ended
     */
    record Pinned(Head head, String group, boolean pinned, String pinId) implements Advisory {}

    /**
     * An atomic batch was given up (ADR-50).
     *
     * @param head what all have
     * @param batch its id
     * @param reason why
     */
    record BatchAbandoned(Head head, String batch, String reason) implements Advisory {}

    /**
     * A backup was taken or restored, or that began.
     *
     * @param head what all have
     * @param restore whether it is a restore
     * @param complete whether it is done
     */
    record BackupProgress(Head head, boolean restore, boolean complete) implements Advisory {}

    /**
     * A leader was elected.
     *
     * @param head what all have
     * @param leader which server; perhaps empty
     */
    record LeaderElected(Head head, String leader) implements Advisory {}

    /**
     * Too few servers are there for a stream or consumer.
     *
     * @param head what all have
     */
    record QuorumLost(Head head) implements Advisory {}

    /**
     * A server has no space left.
     *
     * @param head what all have
     */
    record OutOfStorage(Head head) implements Advisory {}

    /**
     * Another kind: its {@link Head#type()} says which.
     *
     * @param head what all have
     */
    record Other(Head head) implements Advisory {}

    /** Reads one. Throws {@link io.natskit.wire.json.JsonException} for what is none. */
    static Advisory read(String subject, byte[] bytes) {
        JsonObject json = JsonObject.parse(bytes);
        String type = text(json, "type");
        Head head = new Head(type, text(json, "id"), time(json.string("timestamp")), subject, json);
        return switch (type.substring(type.lastIndexOf('.') + 1)) {
            case "max_deliver" -> new MaxDeliveries(head, json.integer("stream_seq", 0), json.integer("deliveries", 0));
            case "terminated" ->
                new Terminated(
                        head,
                        json.integer("stream_seq", 0),
                        json.integer("consumer_seq", 0),
                        json.integer("deliveries", 0),
                        text(json, "reason"));
            case "nak" ->
                new Nak(
                        head,
                        json.integer("stream_seq", 0),
                        json.integer("consumer_seq", 0),
                        json.integer("deliveries", 0));
            case "consumer_ack" ->
                new Acked(
                        head,
                        json.integer("stream_seq", 0),
                        json.integer("consumer_seq", 0),
                        json.integer("deliveries", 0),
                        Duration.ofNanos(json.integer("ack_time", 0)));
            case "stream_action", "consumer_action" -> new Changed(head, text(json, "action"));
            case "consumer_pause" -> new Paused(head, json.bool("paused", false));
            case "consumer_group_pinned" -> new Pinned(head, text(json, "group"), true, text(json, "pinned_id"));
            case "consumer_group_unpinned" -> new Pinned(head, text(json, "group"), false, text(json, "reason"));
            case "stream_batch_abandoned" -> new BatchAbandoned(head, text(json, "batch"), text(json, "reason"));
            case "snapshot_create" -> new BackupProgress(head, false, false);
            case "snapshot_complete" -> new BackupProgress(head, false, true);
            case "restore_create" -> new BackupProgress(head, true, false);
            case "restore_complete" -> new BackupProgress(head, true, true);
            case "domain_leader_elected", "stream_leader_elected", "consumer_leader_elected" ->
                new LeaderElected(head, text(json, "leader"));
            case "stream_quorum_lost", "consumer_quorum_lost" -> new QuorumLost(head);
            case "server_out_of_space" -> new OutOfStorage(head);
            default -> new Other(head);
        };
    }

    private static String text(JsonObject json, String name) {
        String value = json.string(name);
        return value == null ? "" : value;
    }

    private static Instant time(@Nullable String text) {
        try {
            return text == null ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
