// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.GoDuration;
import io.natskit.wire.json.GoTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Messages that go by themselves: past the stream's maximal age, or past a TTL of their own; where the stream asks for it, the last one of a
 * subject leaves a marker (PB-06, ADR-43). One timer for all, set to the first that goes. Confined to the stream's loop.
 */
final class Expiry {
    /** What becomes of a message whose time has come. */
    interface Actions {
        void remove(long sequence);

        /** Puts a marker in the place of the last message of a subject. */
        void mark(byte[] subject, byte[] header);
    }

    private static final long LONGEST_NANOS = Duration.ofDays(1).toNanos();
    private static final byte[] KV_OPERATION = HeaderNames.bytes("KV-Operation");
    private static final int TURN_MESSAGES = 4096;

    private final EventLoop loop;
    private final MessageStore store;
    private final Actions actions;
    private final Runnable batchEnded;
    private final LoopTimer timer;
    private final StoredMessage scratch = new StoredMessage();
    private final LongSupplier clock;
    private StreamRules rules;
    private long scheduledFor = Long.MAX_VALUE;

    // messages that stay though the stream's maximal age is past: looked over once
    private long keptUpTo;

    Expiry(
            EventLoop loop,
            MessageStore store,
            StreamRules rules,
            LongSupplier epochNanos,
            Actions actions,
            Runnable batchEnded,
            Fence fence) {
        this.loop = loop;
        this.store = store;
        this.rules = rules;
        this.clock = epochNanos;
        this.actions = actions;
        this.batchEnded = batchEnded;
        this.timer = new LoopTimer(fence.around(this::due));
    }

    void rules(StreamRules changed) {
        rules = changed;
        keptUpTo = 0;
        arm();
    }

    /** A message came in that goes by itself at some time; sets the timer if it is the first. */
    void arm() {
        long next = Math.min(nextAge(), store.nextExpiryNanos());
        if (next == Long.MAX_VALUE) {
            loop.cancel(timer);
            scheduledFor = Long.MAX_VALUE;
            return;
        }
        if (timer.isScheduled() && scheduledFor <= next) {
            return;
        }
        scheduledFor = next;
        long delay = Math.max(0, next - clock.getAsLong());
        loop.schedule(timer, Math.min(delay, LONGEST_NANOS));
    }

    private long nextAge() {
        if (rules.maxAgeNanos <= 0 || store.messages() == 0) {
            return Long.MAX_VALUE;
        }
        long first = firstThatAges();
        return first == 0 ? Long.MAX_VALUE : scratch.timestampNanos() + rules.maxAgeNanos;
    }

    /** The first message that is subject to the maximal age, read into the scratch; 0 if there is none. */
    private long firstThatAges() {
        long sequence = store.next(SubjectFilter.ALL, Math.max(store.firstSequence(), keptUpTo + 1));
        while (sequence > 0) {
            if (store.read(sequence, scratch) && !staysForEver()) {
                return sequence;
            }
            keptUpTo = sequence;
            sequence = store.next(SubjectFilter.ALL, sequence + 1);
        }
        return 0;
    }

    private boolean staysForEver() {
        ByteRange headers = scratch.headers();
        if (headers.isEmpty()) {
            return false;
        }
        String ttl = HeaderBlock.text(headers.array(), headers.offset(), headers.length(), HeaderNames.TTL);
        return ttl != null && !ttl.isEmpty() && MessageTtl.secondsOrZero(ttl) < 0;
    }

    private void due() {
        scheduledFor = Long.MAX_VALUE;
        long now = clock.getAsLong();
        int count = 0;
        if (rules.maxAgeNanos > 0) {
            long sequence = firstThatAges();
            while (sequence > 0 && scratch.timestampNanos() <= now - rules.maxAgeNanos && count < TURN_MESSAGES) {
                expire(sequence);
                count++;
                sequence = firstThatAges();
            }
        }
        long expired = store.expired(now);
        while (expired > 0 && count < TURN_MESSAGES) {
            if (!store.read(expired, scratch)) {
                break;
            }
            expire(expired);
            count++;
            expired = store.expired(now);
        }
        if (count > 0) {
            batchEnded.run();
        }
        arm();
    }

    /** Removes the message that the scratch holds. */
    private void expire(long sequence) {
        ByteRange subject = scratch.subject();
        boolean last = store.countOf(subject.array(), subject.offset(), subject.length()) == 1;
        if (rules.markerTtlNanos <= 0 || !last || isMarker()) {
            actions.remove(sequence);
            return;
        }
        byte[] name = subject.toBytes();
        long seconds = rules.markerTtlNanos / 1_000_000_000;
        byte[] header = ("NATS/1.0\r\nNats-Marker-Reason: MaxAge\r\nNats-TTL: "
                        + GoDuration.format(Duration.ofSeconds(seconds))
                        + "\r\nNats-Rollup: sub\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        actions.mark(name, header);
        if (store.read(sequence, scratch)) {
            // the marker was not taken in: the message goes all the same
            actions.remove(sequence);
        }
    }

    private boolean isMarker() {
        byte[] headers = scratch.headers().toBytes();
        return HeaderBlock.text(headers, HeaderNames.MARKER_REASON) != null
                || "PURGE".equals(HeaderBlock.text(headers, KV_OPERATION));
    }

    void stop() {
        loop.cancel(timer);
    }

    /** Nanoseconds since 1970. */
    static long epochNanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000 + time.getNano();
    }

    /** A time as headers carry it: RFC 3339 in UTC. */
    static String timeText(long epochNanos) {
        return GoTime.format(Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L)));
    }
}
