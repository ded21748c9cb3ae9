// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.wire.Nuid;
import io.natskit.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The advisories and metrics of one consumer. Nothing is written unless somebody listens. Confined to the consumer's loop. */
final class Notices {
    private static final String ADVISORY = "$JS.EVENT.ADVISORY.CONSUMER.";
    private static final String TYPE = "io.nats.jetstream.advisory.v1.";
    private static final byte[] NOTHING = {};

    private final Surroundings around;
    private final String account;
    private final String stream;
    private final String consumer;
    private final @Nullable String domain;
    private final byte[] ackMetric;

    Notices(Surroundings around, String account, String stream, String consumer, @Nullable String domain) {
        this.around = around;
        this.account = account;
        this.stream = stream;
        this.consumer = consumer;
        this.domain = domain;
        this.ackMetric = bytes("$JS.EVENT.METRIC.CONSUMER.ACK." + stream + "." + consumer);
    }

    /** The consumer was made. */
    void created() {
        action("CREATED", "create");
    }

    /** The consumer is gone. */
    void deleted() {
        action("DELETED", "delete");
    }

    private void action(String kind, String action) {
        byte[] subject = subject(kind);
        if (around.hasInterest(subject)) {
            send(subject, end(begin(TYPE + "consumer_action").field("action", action)));
        }
    }

    /** The consumer was paused, or goes on. */
    void paused(boolean paused, @Nullable Instant until) {
        byte[] subject = subject("PAUSE");
        if (around.hasInterest(subject)) {
            send(
                    subject,
                    end(begin(TYPE + "consumer_pause").field("paused", paused).time("pause_until", until)));
        }
    }

    /** A message was acknowledged, and this is one of those that are measured. */
    void acknowledged(long consumerSequence, long streamSequence, long delayNanos, long deliveries) {
        if (around.hasInterest(ackMetric)) {
            send(
                    ackMetric,
                    end(begin("io.nats.jetstream.metric.v1.consumer_ack")
                            .unsigned("consumer_seq", consumerSequence)
                            .unsigned("stream_seq", streamSequence)
                            .field("ack_time", delayNanos)
                            .unsigned("deliveries", deliveries)));
        }
    }

    /** A message was refused by its receiver. */
    void naked(long consumerSequence, long streamSequence, long deliveries) {
        byte[] subject = subject("MSG_NAKED");
        if (around.hasInterest(subject)) {
            send(subject, end(delivery(begin(TYPE + "nak"), consumerSequence, streamSequence, deliveries)));
        }
    }

    /** A message will not be sent again: its receiver, or its removal, ended that. */
    void terminated(long consumerSequence, long streamSequence, long deliveries, String reason) {
        byte[] subject = subject("MSG_TERMINATED");
        if (around.hasInterest(subject)) {
            send(
                    subject,
                    end(delivery(begin(TYPE + "terminated"), consumerSequence, streamSequence, deliveries)
                            .fieldIfPresent("reason", reason)));
        }
    }

    /** A message had all its deliveries. */
    void exhausted(long streamSequence, long deliveries) {
        byte[] subject = subject("MAX_DELIVERIES");
        if (around.hasInterest(subject)) {
            send(
                    subject,
                    end(begin(TYPE + "max_deliver")
                            .unsigned("stream_seq", streamSequence)
                            .unsigned("deliveries", deliveries)));
        }
    }

    /** A client was pinned. */
    void pinned(String group, String id) {
        byte[] subject = subject("PINNED");
        if (around.hasInterest(subject)) {
            send(subject, group(TYPE + "consumer_group_pinned", group).field("pinned_id", id));
        }
    }

    /** No client is pinned any more. */
    void unpinned(String group, String reason) {
        byte[] subject = subject("UNPINNED");
        if (around.hasInterest(subject)) {
            send(subject, group(TYPE + "consumer_group_unpinned", group).field("reason", reason));
        }
    }

    private JsonWriter delivery(JsonWriter out, long consumerSequence, long streamSequence, long deliveries) {
        return out.unsigned("consumer_seq", consumerSequence)
                .unsigned("stream_seq", streamSequence)
                .unsigned("deliveries", deliveries);
    }

    private JsonWriter begin(String type) {
        return typed(type).field("stream", stream).field("consumer", consumer);
    }

    private JsonWriter end(JsonWriter event) {
        return event.fieldIfPresent("domain", domain);
    }

    private JsonWriter group(String type, String group) {
        return typed(type)
                .fieldIfPresent("account", account)
                .field("stream", stream)
                .field("consumer", consumer)
                .fieldIfPresent("domain", domain)
                .field("group", group);
    }

    private JsonWriter typed(String type) {
        long wall = around.wallNanos();
        return new JsonWriter()
                .field("type", type)
                .field("id", Nuid.next())
                .time("timestamp", Instant.ofEpochSecond(wall / 1_000_000_000, wall % 1_000_000_000));
    }

    private void send(byte[] subject, JsonWriter event) {
        around.send(subject, NOTHING, NOTHING, event.toBytes());
    }

    private byte[] subject(String kind) {
        return bytes(ADVISORY + kind + "." + stream + "." + consumer);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
