// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.validation;

import static io.natskit.server.jetstream.validation.StreamConfigCheck.invalid;

import io.natskit.server.jetstream.stream.ApiException;
import io.natskit.wire.jetstream.DiscardPolicy;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.RetentionPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Duration;

/** What of a stream may become what. Throws {@link ApiException}. Pure. */
public final class StreamUpdateCheck {
    private StreamUpdateCheck() {}

    /** The configuration as the stream will have it; {@code to} was checked by itself already, and is checked again as nats-server does. */
    public static StreamConfig check(StreamConfig from, StreamConfig to, boolean pedantic, Surroundings surroundings) {
        StreamConfig checked = StreamConfigCheck.check(to, pedantic, surroundings);
        if (!checked.name().equals(from.name())) {
            throw invalid("stream configuration name must match original");
        }
        if (checked.replicas() > 1) {
            throw new ApiException(JetStreamError.STREAM_REPLICAS_NOT_SUPPORTED);
        }
        refuse(checked.storage() != from.storage(), "stream configuration update can not change storage type");
        refuse(
                checked.retention() != from.retention()
                        && (from.retention() == RetentionPolicy.WORK_QUEUE
                                || checked.retention() == RetentionPolicy.WORK_QUEUE),
                "stream configuration update can not change retention policy to/from workqueue");
        refuse(from.sealed() && !checked.sealed(), "stream configuration update can not unseal a sealed stream");
        refuse(
                from.denyDelete() && !checked.denyDelete(),
                "stream configuration update can not cancel deny message deletes");
        refuse(from.denyPurge() && !checked.denyPurge(), "stream configuration update can not cancel deny purge");
        if (checked.mirror().isPresent() && !checked.mirror().equals(from.mirror())) {
            throw new ApiException(JetStreamError.STREAM_MIRROR_NOT_UPDATABLE);
        }
        if (checked.discardNewPerSubject()) {
            StreamConfigCheck.discardPerSubject(checked);
        }
        refuse(from.allowMessageTtl() && !checked.allowMessageTtl(), "message TTL status can not be disabled");
        refuse(
                from.allowMessageCounter() != checked.allowMessageCounter(),
                "stream configuration update can not change message counter setting");
        refuse(
                from.allowMessageSchedules() && !checked.allowMessageSchedules(),
                "message schedules can not be disabled");
        refuse(from.persistMode() != checked.persistMode(), "stream configuration update can not change persist mode");
        return checked.sealed() ? sealed(checked) : checked;
    }

    private static StreamConfig sealed(StreamConfig config) {
        return config.toBuilder()
                .maxAge(Duration.ZERO)
                .discard(DiscardPolicy.NEW)
                .denyDelete(true)
                .denyPurge(true)
                .allowRollup(false)
                .build();
    }

    private static void refuse(boolean wrong, String why) {
        if (wrong) {
            throw invalid(why);
        }
    }
}
