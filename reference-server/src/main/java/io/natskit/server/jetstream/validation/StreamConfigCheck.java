// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.validation;

import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.wire.GoDuration;
import io.natskit.wire.jetstream.DiscardPolicy;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.PersistMode;
import io.natskit.wire.jetstream.Placement;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A stream's configuration by itself: corrected where nats-server corrects it, or refused. Throws {@link ApiException}. One object a check. */
public final class StreamConfigCheck {
    private static final int NAME_MAX = 255;
    private static final int DESCRIPTION_MAX = 4 * 1024;
    private static final int METADATA_MAX = 128 * 1024;
    private static final int REPLICAS_MAX = 5;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration WINDOW = Duration.ofMinutes(2);

    private final StreamConfig asked;
    private final boolean pedantic;
    private final Surroundings surroundings;
    private final StreamConfigBuilder checked;

    private StreamConfigCheck(StreamConfig asked, boolean pedantic, Surroundings surroundings) {
        this.asked = asked;
        this.pedantic = pedantic;
        this.surroundings = surroundings;
        this.checked = asked.toBuilder();
    }

    /** The configuration as the stream will have it. In pedantic mode nothing is corrected without a word. */
    public static StreamConfig check(StreamConfig asked, boolean pedantic, Surroundings surroundings) {
        return new StreamConfigCheck(asked, pedantic, surroundings).run();
    }

    private StreamConfig run() {
        texts();
        numbers();
        window();
        features();
        StreamConfig origins = new OriginsCheck(checked.build(), pedantic, surroundings).run();
        StreamConfig subjects = SubjectsCheck.run(origins);
        if (surroundings.maxBytesRequired() && subjects.maxBytes() <= 0) {
            throw new ApiException(JetStreamError.STREAM_MAX_BYTES_REQUIRED);
        }
        long most = surroundings.maxStreamBytes(subjects.storage());
        if (most > 0 && subjects.maxBytes() > most) {
            throw new ApiException(JetStreamError.STREAM_MAX_STREAM_BYTES_EXCEEDED);
        }
        return placed(TransformsCheck.run(subjects, pedantic));
    }

    private void texts() {
        if (!Names.isAssetName(asked.name())) {
            throw invalid("stream name is required and can not contain '.', '*', '>', '\\', '/'");
        }
        if (utf8(asked.name()) > NAME_MAX) {
            throw invalid("stream name is too long, maximum allowed is " + NAME_MAX);
        }
        if (utf8(asked.description()) > DESCRIPTION_MAX) {
            throw invalid("stream description is too long, maximum allowed is " + DESCRIPTION_MAX);
        }
        int length = 0;
        for (Map.Entry<String, String> entry : asked.metadata().entrySet()) {
            length += utf8(entry.getKey()) + utf8(entry.getValue());
        }
        if (length > METADATA_MAX) {
            throw invalid("stream metadata exceeds maximum size of " + METADATA_MAX + " bytes");
        }
    }

    private static int utf8(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }

    private void numbers() {
        if (asked.replicas() == 0) {
            checked.replicas(1);
        }
        if (asked.replicas() > REPLICAS_MAX) {
            throw invalid("maximum replicas is " + REPLICAS_MAX);
        }
        if (asked.replicas() < 0) {
            throw new ApiException(JetStreamError.REPLICAS_COUNT_CANNOT_BE_NEGATIVE);
        }
        checked.maxMessages(bound("max_msgs", asked.maxMessages()));
        checked.maxMessagesPerSubject(bound("max_msgs_per_subject", asked.maxMessagesPerSubject()));
        checked.maxBytes(bound("max_bytes", asked.maxBytes()));
        checked.maxMessageSize((int) bound("max_msg_size", asked.maxMessageSize()));
        checked.maxConsumers(bound("max_consumers", asked.maxConsumers()));
        if (asked.maxAge().isNegative()) {
            throw invalid("max age can not be negative");
        }
        if (!asked.maxAge().isZero() && asked.maxAge().compareTo(SHORTEST) < 0) {
            throw invalid("max age needs to be >= 100ms");
        }
    }

    private long bound(String field, long value) {
        if (value > 0) {
            return value;
        }
        if (pedantic && value < -1) {
            throw new ApiException(JetStreamError.PEDANTIC.with(field + " must be set to -1"));
        }
        return -1;
    }

    private void window() {
        Duration age = asked.maxAge();
        Duration most = surroundings.duplicateWindowMax();
        Duration window = asked.duplicateWindow();
        if (window.isZero() && asked.mirror().isEmpty() && asked.sources().isEmpty()) {
            window = WINDOW;
            if (!most.isZero() && window.compareTo(most) > 0) {
                refusePedantic("duplicate window limits are higher than current limits");
                window = most;
            }
            if (!age.isZero() && age.compareTo(window) < 0) {
                refusePedantic("duplicate window cannot be bigger than max age");
                window = age;
            }
            checked.duplicateWindow(window);
        }
        if (window.isNegative()) {
            throw invalid("duplicates window can not be negative");
        }
        if (!age.isZero() && window.compareTo(age) > 0) {
            throw invalid("duplicates window can not be larger then max age");
        }
        if (!most.isZero() && window.compareTo(most) > 0) {
            throw invalid("duplicates window can not be larger then server limit of " + GoDuration.format(most));
        }
        if (!window.isZero() && window.compareTo(SHORTEST) < 0) {
            throw invalid("duplicates window needs to be >= 100ms");
        }
    }

    private void refusePedantic(String why) {
        if (pedantic) {
            throw new ApiException(JetStreamError.PEDANTIC.with(why));
        }
    }

    private void features() {
        if (asked.denyPurge() && asked.allowRollup()) {
            throw invalid("roll-ups require the purge permission");
        }
        if (asked.allowMessageCounter()) {
            counters();
        }
        if (asked.discardNewPerSubject()) {
            discardPerSubject(checked.build());
        }
        markers();
        if (asked.allowMessageSchedules()) {
            if (asked.discard() == DiscardPolicy.NEW) {
                throw invalid("message scheduling cannot use discard new");
            }
            if (!checked.build().allowRollup()) {
                if (pedantic) {
                    throw invalid("message scheduling cannot be set if roll-ups are disabled");
                }
                checked.allowRollup(true).denyPurge(false);
            }
        }
        if (asked.persistMode() == PersistMode.ASYNC) {
            asynchronous();
        }
    }

    private void counters() {
        if (asked.discard() == DiscardPolicy.NEW) {
            throw invalid("counter stream cannot use discard new");
        }
        if (asked.allowMessageTtl()) {
            throw invalid("counter stream cannot use message TTLs");
        }
        if (asked.allowMessageSchedules()) {
            throw invalid("counter stream cannot use message schedules");
        }
        if (asked.retention() != RetentionPolicy.LIMITS) {
            throw invalid("counter stream can only use limits retention");
        }
    }

    static void discardPerSubject(StreamConfig config) {
        if (config.discard() != DiscardPolicy.NEW) {
            throw invalid("discard new per subject requires discard new policy to be set");
        }
        if (config.maxMessagesPerSubject() <= 0) {
            throw invalid("discard new per subject requires max msgs per subject > 0");
        }
    }

    private void markers() {
        Duration ttl = asked.subjectDeleteMarkerTtl();
        if (ttl.isNegative()) {
            throw invalid("subject delete marker TTL must not be negative");
        }
        if (ttl.isZero()) {
            return;
        }
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0) {
            throw invalid("subject delete marker TTL must be at least 1 second");
        }
        if (!asked.allowMessageTtl()) {
            if (pedantic) {
                throw invalid("subject delete marker cannot be set if message TTLs are disabled");
            }
            checked.allowMessageTtl(true);
        }
        if (!asked.allowRollup()) {
            if (pedantic) {
                throw invalid("subject delete marker cannot be set if roll-ups are disabled");
            }
            checked.allowRollup(true).denyPurge(false);
        }
    }

    private void asynchronous() {
        if (asked.storage() != StorageType.FILE) {
            throw invalid("async persist mode is only supported on file storage");
        }
        if (asked.replicas() > 1) {
            throw invalid("async persist mode is not supported on replicated streams");
        }
        if (asked.allowAtomicPublish()) {
            throw invalid("async persist mode is not supported with atomic batch publish");
        }
    }

    private static StreamConfig placed(StreamConfig config) {
        Optional<Placement> placement = config.placement();
        if (placement.isEmpty()) {
            return config;
        }
        Placement asked = placement.get();
        if (asked.cluster().isEmpty()
                && asked.tags().isEmpty()
                && asked.preferred().isEmpty()) {
            return config.toBuilder().placement(null).build();
        }
        if (!asked.preferred().isEmpty()) {
            throw invalid("preferred server not permitted in placement");
        }
        return config;
    }

    static ApiException invalid(String why) {
        return new ApiException(JetStreamError.STREAM_INVALID_CONFIG.with(why));
    }
}
