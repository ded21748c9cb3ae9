// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import static io.natskit.server.jetstream.stream.HeaderNames.SCHEDULE;
import static io.natskit.server.jetstream.stream.HeaderNames.SCHEDULE_TIME_ZONE;

import io.natskit.wire.jetstream.JetStreamError;

/** Whether a message may schedule others (PB-10, ADR-51). Confined to the stream's loop. */
final class ScheduleChecks {
    /** Throws {@link ApiException} if it may not. */
    void check(StreamRules rules, Draft draft) {
        if (!rules.schedules && (draft.header(SCHEDULE) != null || draft.header(SCHEDULE_TIME_ZONE) != null)) {
            throw new ApiException(JetStreamError.MESSAGE_SCHEDULES_DISABLED);
        }
    }
}
