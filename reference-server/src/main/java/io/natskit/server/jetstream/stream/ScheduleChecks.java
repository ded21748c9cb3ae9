// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import static io.natskit.server.jetstream.stream.HeaderNames.ROLLUP;
import static io.natskit.server.jetstream.stream.HeaderNames.SCHEDULE;
import static io.natskit.server.jetstream.stream.HeaderNames.SCHEDULER;
import static io.natskit.server.jetstream.stream.HeaderNames.SCHEDULE_NEXT;
import static io.natskit.server.jetstream.stream.HeaderNames.SCHEDULE_ROLLUP;
import static io.natskit.server.jetstream.stream.HeaderNames.SCHEDULE_SOURCE;
import static io.natskit.server.jetstream.stream.HeaderNames.SCHEDULE_TARGET;
import static io.natskit.server.jetstream.stream.HeaderNames.SCHEDULE_TIME_ZONE;
import static io.natskit.server.jetstream.stream.HeaderNames.SCHEDULE_TTL;
import static io.natskit.server.jetstream.stream.PublishChecks.hasText;

import io.natskit.server.jetstream.schedule.MessageSchedule;
import io.natskit.server.jetstream.schedule.ScheduleZone;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Whether a message may schedule others, or end a schedule (PB-10, ADR-51). Confined to the stream's loop. */
final class ScheduleChecks {
    static final String PURGE = "purge";

    private final MessageStore store;
    private final LongSupplier epochNanos;
    private final StoredMessage scratch = new StoredMessage();

    ScheduleChecks(MessageStore store, LongSupplier epochNanos) {
        this.store = store;
        this.epochNanos = epochNanos;
    }

    /** Throws {@link ApiException} if it may not. */
    void check(StreamRules rules, Draft draft) {
        String pattern = draft.header(SCHEDULE);
        String zone = draft.header(SCHEDULE_TIME_ZONE);
        if (zone != null || hasText(pattern)) {
            schedule(rules, draft, pattern, zone);
        }
        String next = draft.header(SCHEDULE_NEXT);
        String scheduler = draft.header(SCHEDULER);
        if (next != null && !next.isEmpty()) {
            end(rules, draft, next, scheduler);
        } else if (scheduler != null && !scheduler.isEmpty()) {
            throw new ApiException(JetStreamError.MESSAGE_SCHEDULES_SCHEDULER_INVALID);
        }
    }

    private void schedule(StreamRules rules, Draft draft, @Nullable String pattern, @Nullable String zone) {
        JetStreamError problem = problem(pattern, zone, epochNanos.getAsLong());
        if (problem != null) {
            throw new ApiException(rules.schedules ? problem : JetStreamError.MESSAGE_SCHEDULES_DISABLED);
        }
        if (pattern == null || pattern.isEmpty()) {
            return;
        }
        if (!rules.schedules) {
            throw new ApiException(JetStreamError.MESSAGE_SCHEDULES_DISABLED);
        }
        ttl(rules, draft.header(SCHEDULE_TTL), draft.header(SCHEDULE_ROLLUP));
        String target = draft.header(SCHEDULE_TARGET);
        String subject = draft.subject();
        if (target == null || target.isEmpty() || !isLiteral(target) || target.equals(subject)) {
            throw new ApiException(JetStreamError.MESSAGE_SCHEDULES_TARGET_INVALID);
        }
        String source = draft.header(SCHEDULE_SOURCE);
        if (source != null
                && !source.isEmpty()
                && (source.equals(target) || source.equals(subject) || !isLiteral(source))) {
            throw new ApiException(JetStreamError.MESSAGE_SCHEDULES_SOURCE_INVALID);
        }
        if (!captures(rules, target)) {
            throw new ApiException(JetStreamError.MESSAGE_SCHEDULES_TARGET_INVALID);
        }
        if (source != null && !source.isEmpty() && !captures(rules, source)) {
            throw new ApiException(JetStreamError.MESSAGE_SCHEDULES_SOURCE_INVALID);
        }
        String rollup = draft.header(ROLLUP);
        if (rollup == null || rollup.isEmpty()) {
            draft.headers(HeaderBlock.with(draft.headers(), ROLLUP, "sub"));
        } else if (!rollup.toLowerCase(Locale.ROOT).equals("sub")) {
            throw new ApiException(JetStreamError.MESSAGE_SCHEDULES_ROLLUP_INVALID);
        }
    }

    private static void ttl(StreamRules rules, @Nullable String ttl, @Nullable String rollup) {
        if (ttl != null && !ttl.isEmpty()) {
            try {
                MessageTtl.seconds(ttl);
            } catch (ApiException e) {
                throw new ApiException(JetStreamError.MESSAGE_SCHEDULES_TTL_INVALID);
            }
        }
        if (rollup != null && !rollup.isEmpty() && !rollup.equals("sub")) {
            throw new ApiException(JetStreamError.MESSAGE_SCHEDULES_ROLLUP_INVALID);
        }
        if (ttl != null && !ttl.isEmpty() && !rules.ttl) {
            throw new ApiException(JetStreamError.MESSAGE_TTL_DISABLED);
        }
    }

    private static @Nullable JetStreamError problem(@Nullable String pattern, @Nullable String zone, long now) {
        ZoneId of = null;
        if (zone != null) {
            Optional<ZoneId> known = zone.isEmpty() ? Optional.empty() : ScheduleZone.of(zone);
            if (known.isEmpty()) {
                return JetStreamError.MESSAGE_SCHEDULES_TIME_ZONE_INVALID;
            }
            of = known.get();
        }
        if (pattern == null || pattern.isEmpty()) {
            return null;
        }
        Optional<MessageSchedule> schedule = MessageSchedule.parse(pattern, of);
        boolean due = schedule.isPresent() && schedule.get().next(now, now).isPresent();
        return due ? null : JetStreamError.MESSAGE_SCHEDULES_PATTERN_INVALID;
    }

    private void end(StreamRules rules, Draft draft, String next, @Nullable String scheduler) {
        if (!next.equals(PURGE)
                || scheduler == null
                || scheduler.isEmpty()
                || scheduler.equals(draft.subject())
                || !isLiteral(scheduler)) {
            throw new ApiException(JetStreamError.MESSAGE_SCHEDULES_SCHEDULER_INVALID);
        }
        if (!rules.schedules) {
            throw new ApiException(JetStreamError.MESSAGE_SCHEDULES_DISABLED);
        }
        byte[] subject = scheduler.getBytes(StandardCharsets.UTF_8);
        long last = store.lastOf(subject, 0, subject.length);
        if (last > 0
                && store.read(last, scratch)
                && !hasText(HeaderBlock.text(scratch.headers().toBytes(), SCHEDULE))) {
            throw new ApiException(JetStreamError.MESSAGE_SCHEDULES_SCHEDULER_INVALID);
        }
    }

    private static boolean isLiteral(String subject) {
        return Subjects.isValid(subject) && Subjects.isLiteral(subject);
    }

    private static boolean captures(StreamRules rules, String subject) {
        for (String one : rules.config.subjects()) {
            if (Subjects.overlaps(one, subject)) {
                return true;
            }
        }
        return false;
    }
}
