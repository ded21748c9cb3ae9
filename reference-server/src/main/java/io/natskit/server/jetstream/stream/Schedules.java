// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import static io.natskit.server.jetstream.stream.PublishChecks.hasText;

import io.natskit.server.jetstream.schedule.MessageSchedule;
import io.natskit.server.jetstream.schedule.ScheduleZone;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.json.GoTime;
import io.natskit.wire.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of a stream (PB-10, ADR-51): a message with {@code Nats-Schedule} stands for its subject and puts messages in when it is due. At
 * most one a subject; found again in the store after a restart. Confined to the stream's loop.
 */
final class Schedules {
    private static final long LONGEST_NANOS = Duration.ofDays(1).toNanos();
    private static final byte[] STRIPPED = HeaderNames.bytes("Nats-Schedule");
    private static final byte[] EXPECTED = HeaderNames.bytes("Nats-Expected-");

    private final Stream stream;
    private final EventLoop loop;
    private final MessageStore store;
    private final LoopTimer timer;
    private final Map<String, Entry> bySubject = new HashMap<>();
    // by the time that they are due, then by sequence
    private final TreeMap<Long, TreeMap<Long, Entry>> byTime = new TreeMap<>();
    private final StoredMessage scratch = new StoredMessage();
    private final StoredMessage other = new StoredMessage();

    private record Entry(String subject, long sequence, long dueNanos) {}

    Schedules(Stream stream) {
        this.stream = stream;
        this.loop = stream.loop();
        this.store = stream.store();
        this.timer = new LoopTimer(stream.fence().around(this::due));
    }

    /** Finds the schedules in the store. */
    void recover() {
        clear();
        if (!stream.rules().schedules) {
            return;
        }
        long sequence = store.next(SubjectFilter.ALL, 1);
        while (sequence > 0) {
            if (store.read(sequence, scratch) && !scratch.headers().isEmpty()) {
                stored(scratch.subject().toString(), scratch.headers().toBytes(), sequence, scratch.timestampNanos());
            }
            sequence = store.next(SubjectFilter.ALL, sequence + 1);
        }
        arm();
    }

    /** A message was stored: it may be a schedule, take the place of one, or say when one is due again. */
    void stored(String subject, byte[] headers, long sequence, long timestampNanos) {
        OptionalLong due = next(headers, timestampNanos, timestampNanos);
        if (due.isPresent()) {
            put(new Entry(subject, sequence, due.getAsLong()));
        } else if (!hasText(HeaderBlock.text(headers, HeaderNames.SCHEDULER))) {
            remove(subject);
        }
        String again = HeaderBlock.text(headers, HeaderNames.SCHEDULE_NEXT);
        String scheduler = HeaderBlock.text(headers, HeaderNames.SCHEDULER);
        if (again != null
                && !again.isEmpty()
                && scheduler != null
                && !scheduler.isEmpty()
                && !again.equals(ScheduleChecks.PURGE)) {
            Entry known = bySubject.get(scheduler);
            if (known != null) {
                try {
                    put(new Entry(
                            scheduler,
                            known.sequence,
                            Expiry.epochNanos(GoTime.parse(again).toInstant())));
                } catch (JsonException e) {
                    // written by somebody else; the schedule keeps its time
                }
            }
        }
        arm();
    }

    private OptionalLong next(byte[] headers, long lastNanos, long nowNanos) {
        Optional<MessageSchedule> schedule = scheduleOf(headers);
        return schedule.isEmpty() ? OptionalLong.empty() : schedule.get().next(lastNanos, nowNanos);
    }

    private static Optional<MessageSchedule> scheduleOf(byte[] headers) {
        String pattern = HeaderBlock.text(headers, HeaderNames.SCHEDULE);
        if (pattern == null || pattern.isEmpty()) {
            return Optional.empty();
        }
        String zone = HeaderBlock.text(headers, HeaderNames.SCHEDULE_TIME_ZONE);
        @Nullable ZoneId of = null;
        if (zone != null) {
            Optional<ZoneId> known = ScheduleZone.of(zone);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            of = known.get();
        }
        return MessageSchedule.parse(pattern, of);
    }

    private void put(Entry entry) {
        remove(entry.subject);
        bySubject.put(entry.subject, entry);
        byTime.computeIfAbsent(entry.dueNanos, time -> new TreeMap<>()).put(entry.sequence, entry);
    }

    private void remove(String subject) {
        Entry old = bySubject.remove(subject);
        if (old != null) {
            TreeMap<Long, Entry> same = byTime.get(old.dueNanos);
            if (same != null) {
                same.remove(old.sequence);
                if (same.isEmpty()) {
                    byTime.remove(old.dueNanos);
                }
            }
        }
    }

    private void arm() {
        if (byTime.isEmpty()) {
            loop.cancel(timer);
            return;
        }
        long delay = Math.max(0, byTime.firstKey() - stream.nowNanos());
        loop.schedule(timer, Math.min(delay, LONGEST_NANOS));
    }

    private void due() {
        long now = stream.nowNanos();
        List<Entry> all = new ArrayList<>();
        byTime.headMap(now, true).values().forEach(same -> all.addAll(same.values()));
        all.sort((a, b) -> Long.compare(a.sequence, b.sequence));
        for (Entry one : all) {
            remove(one.subject);
            if (store.read(one.sequence, scratch)) {
                fire(one, now);
            }
        }
        if (!all.isEmpty()) {
            stream.changes().batchEnded();
        }
        arm();
    }

    private void fire(Entry entry, long now) {
        byte[] own = scratch.headers().toBytes();
        byte[] payload = scratch.payload().toBytes();
        Optional<MessageSchedule> schedule = scheduleOf(own);
        String target = HeaderBlock.text(own, HeaderNames.SCHEDULE_TARGET);
        if (schedule.isEmpty() || target == null || target.isEmpty()) {
            return;
        }
        byte[] headers = own;
        String source = HeaderBlock.text(own, HeaderNames.SCHEDULE_SOURCE);
        if (source != null && !source.isEmpty()) {
            byte[] subject = source.getBytes(StandardCharsets.UTF_8);
            long last = store.lastOf(subject, 0, subject.length);
            if (last > 0 && store.read(last, other)) {
                headers = other.headers().toBytes();
                payload = other.payload().toBytes();
            }
        }
        headers = HeaderBlock.withoutPrefix(HeaderBlock.withoutPrefix(headers, STRIPPED), EXPECTED);
        headers = HeaderBlock.without(headers, HeaderNames.MSG_ID);
        headers = HeaderBlock.without(headers, HeaderNames.TTL);
        headers = HeaderBlock.without(headers, HeaderNames.ROLLUP);
        headers = HeaderBlock.with(headers, HeaderNames.SCHEDULER, entry.subject);
        OptionalLong again = schedule.get().repeats() ? schedule.get().next(entry.dueNanos, now) : OptionalLong.empty();
        headers = HeaderBlock.with(
                headers,
                HeaderNames.SCHEDULE_NEXT,
                again.isPresent() ? Expiry.timeText(again.getAsLong()) : ScheduleChecks.PURGE);
        String ttl = HeaderBlock.text(own, HeaderNames.SCHEDULE_TTL);
        if (ttl != null && !ttl.isEmpty()) {
            headers = HeaderBlock.with(headers, HeaderNames.TTL, ttl);
        }
        String rollup = HeaderBlock.text(own, HeaderNames.SCHEDULE_ROLLUP);
        if (rollup != null && !rollup.isEmpty()) {
            headers = HeaderBlock.with(headers, HeaderNames.ROLLUP, rollup);
        }
        if (again.isPresent()) {
            put(new Entry(entry.subject, entry.sequence, again.getAsLong()));
        }
        stream.putIn(target.getBytes(StandardCharsets.UTF_8), headers, payload);
    }

    /** The schedule of a subject is no more. */
    void ended(String subject) {
        remove(subject);
        arm();
    }

    /** Forgets all. */
    void clear() {
        bySubject.clear();
        byTime.clear();
        loop.cancel(timer);
    }
}
