// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.api;

import io.natskit.server.jetstream.storage.LostMessages;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamSourceInfo;
import io.natskit.wire.json.JsonWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stream as the API shows it (SC-22). On the stream's loop. */
public final class StreamInfos {
    private static final int DELETED_MAX = 1_000_000;

    private StreamInfos() {}

    /** Writes a stream's configuration and state; {@code subjects} are the counts by subject, null where nobody asked. */
    public static void write(
            Stream stream,
            StreamConfig config,
            boolean withDomain,
            boolean deleted,
            @Nullable Map<String, Long> subjects,
            JsonWriter json) {
        configAndState(stream, config, deleted, subjects, json);
        json.fieldIfPresent("domain", withDomain ? stream.host().options().domain() : null);
        origins(stream, json);
        json.time("ts", stream.host().wallClock().instant());
    }

    /** As {@link #write}, with this server as the leader: what {@code STREAM.INFO} shows. */
    static void writeLed(
            Stream stream,
            StreamConfig config,
            boolean deleted,
            @Nullable Map<String, Long> subjects,
            JsonWriter json) {
        configAndState(stream, config, deleted, subjects, json);
        json.fieldIfPresent("domain", stream.host().options().domain());
        json.begin("cluster").field("leader", stream.host().serverName()).end();
        origins(stream, json);
        json.time("ts", stream.host().wallClock().instant());
    }

    /** Writes where a stream copies from. */
    public static void origins(Stream stream, JsonWriter json) {
        StreamSourceInfo mirror = stream.feed().mirror();
        if (mirror != null) {
            mirror.writeTo(json.begin("mirror"));
            json.end();
        }
        List<StreamSourceInfo> sources = stream.feed().sources();
        if (!sources.isEmpty()) {
            json.beginArray("sources");
            for (StreamSourceInfo one : sources) {
                one.writeTo(json.beginElement());
                json.end();
            }
            json.endArray();
        }
    }

    private static void configAndState(
            Stream stream,
            StreamConfig config,
            boolean deleted,
            @Nullable Map<String, Long> subjects,
            JsonWriter json) {
        config.writeTo(json.begin("config"));
        json.end();
        json.time("created", stream.created());
        state(stream, deleted, subjects, json.begin("state"));
        json.end();
    }

    /** Writes what is in a stream. */
    public static void state(Stream stream, boolean deleted, @Nullable Map<String, Long> subjects, JsonWriter json) {
        state(stream, deleted, subjects, stream.consumerCount(), json);
    }

    /** As {@link #state(Stream, boolean, Map, JsonWriter)}, with that number of consumers. */
    static void state(
            Stream stream, boolean deleted, @Nullable Map<String, Long> subjects, int consumers, JsonWriter json) {
        MessageStore store = stream.store();
        json.field("messages", store.messages())
                .field("bytes", store.bytes())
                .unsigned("first_seq", store.firstSequence())
                .time("first_ts", time(store.firstTimestampNanos()))
                .unsigned("last_seq", store.lastSequence())
                .time("last_ts", time(store.lastTimestampNanos()))
                .fieldIfNonZero("num_subjects", store.subjectCount());
        if (subjects != null) {
            json.countsIfPresent("subjects", subjects);
        }
        json.fieldIfNonZero("num_deleted", store.deletedCount());
        if (deleted && store.deletedCount() > 0) {
            json.unsignedNumbers("deleted", deletedOf(store));
        }
        LostMessages lost = store.lost();
        if (!lost.sequences().isEmpty()) {
            long[] all = lost.sequences().stream().mapToLong(Long::longValue).toArray();
            json.begin("lost")
                    .unsignedNumbers("msgs", all)
                    .field("bytes", lost.bytes())
                    .end();
        }
        json.field("consumer_count", consumers);
    }

    private static long[] deletedOf(MessageStore store) {
        long[] all = new long[(int) Math.min(DELETED_MAX, store.deletedCount())];
        int[] count = {0};
        store.deleted((from, to) -> {
            for (long sequence = from; sequence <= to && count[0] < all.length; sequence++) {
                all[count[0]++] = sequence;
            }
        });
        return all;
    }

    /** A time of the store; null, which is shown as the year 1, where there is none. */
    static @Nullable Instant time(long epochNanos) {
        return epochNanos == 0 ? null : Instant.ofEpochSecond(epochNanos / 1_000_000_000, epochNanos % 1_000_000_000);
    }
}
