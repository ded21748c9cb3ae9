// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.account.Account;
import io.natskit.server.config.ExportOptions;
import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Outbox;
import io.natskit.server.router.Publication;
import io.natskit.server.router.Subscription;
import io.natskit.server.subject.Matches;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The answers that one account owes to requests of others: each has a subject of its own here, {@code _R_.<account>.<request>}, for as long as
 * its export allows. Any loop.
 */
final class Responses implements Outbox {
    private static final int OPEN_MAX = 1 << 18;
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final char[] DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();

    private final Account<Subscription> account;
    private final Sharing sharing;
    private final EventLoop sweeper;
    private final String prefix;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final LoopTimer sweep = new LoopTimer(this::sweep);
    // of the sweeper
    private final Matches<Subscription> heard = new Matches<>();

    /** One request that may still be answered. */
    private static final class Open {
        final Account<Subscription> to;
        final byte[] reply;
        final boolean shared;
        final ExportOptions.ResponseType type;
        final long patienceNanos;
        volatile long deadline;
        /** Null where it is not measured, or has been told. */
        private final AtomicReference<@Nullable Measurement> measurement;

        Open(
                Account<Subscription> to,
                byte[] reply,
                boolean shared,
                ExportOptions.ResponseType type,
                long patienceNanos,
                long deadline,
                @Nullable Measurement measurement) {
            this.to = to;
            this.reply = reply;
            this.shared = shared;
            this.type = type;
            this.patienceNanos = patienceNanos;
            this.deadline = deadline;
            this.measurement = new AtomicReference<>(measurement);
        }

        /** The measurement, to whoever asks first. */
        @Nullable
        Measurement take() {
            return measurement.get() == null ? null : measurement.getAndSet(null);
        }

        boolean isMeasured() {
            return measurement.get() != null;
        }
    }

    Responses(Account<Subscription> account, Sharing sharing, EventLoop sweeper) {
        this.account = account;
        this.sharing = sharing;
        this.sweeper = sweeper;
        this.prefix = "_R_." + word(6) + ".";
        byte[] subject = (prefix + ">").getBytes(StandardCharsets.US_ASCII);
        account.countOwn(1);
        account.interest()
                .insert(subject, null, new Subscription(this, subject, null, new byte[] {'1'}, false, sharing.lanes()));
    }

    /** The subject at which the service is to answer; null if too many wait already. */
    byte @Nullable [] open(
            Account<Subscription> to,
            byte[] reply,
            boolean shared,
            ExportOptions.ResponseType type,
            long patienceNanos,
            long now,
            @Nullable Measurement measurement) {
        if (open.size() >= OPEN_MAX) {
            return null;
        }
        String subject = prefix + word(11);
        open.put(subject, new Open(to, reply, shared, type, patienceNanos, now + patienceNanos, measurement));
        if (sweeping.compareAndSet(false, true)) {
            sweeper.execute(() -> sweeper.schedule(sweep, SWEEP_NANOS));
        }
        return subject.getBytes(StandardCharsets.US_ASCII);
    }

    /** What is owed now. */
    List<OwedAnswer> owed() {
        List<OwedAnswer> owed = new ArrayList<>();
        open.forEach((subject, one) -> {
            Measurement measured = one.measurement.get();
            owed.add(new OwedAnswer(
                    subject,
                    one.to.name(),
                    new String(one.reply, StandardCharsets.UTF_8),
                    one.shared,
                    measured == null ? null : measured.rule(),
                    measured == null ? Map.of() : measured.headers()));
        });
        return owed;
    }

    /** Nobody got the request. */
    void close(byte[] subject, int lane) {
        Open one = open.remove(new String(subject, StandardCharsets.US_ASCII));
        if (one != null) {
            failed(one, LatencyReports.Failure.NOT_DELIVERED, lane);
        }
    }

    private void failed(Open one, LatencyReports.Failure failure, int lane) {
        Measurement measurement = one.take();
        if (measurement != null) {
            sharing.latencies().failed(account, measurement, failure, lane);
        }
    }

    @Override
    public boolean offer(Publication message, Subscription subscription) {
        PublishFrame frame = message.frame();
        String subject = new String(frame.bytes, frame.subject, frame.subjectLength, StandardCharsets.ISO_8859_1);
        Open one = open.get(subject);
        Republisher out = one == null ? null : sharing.republisher(message.lane());
        if (one == null || out == null) {
            return false;
        }
        long now = sharing.now(message.lane());
        byte[] header = RequestInfo.unchanged(frame);
        byte[] reply = frame.replyLength == 0
                ? new byte[0]
                : answerable(one, Arrays.copyOfRange(frame.bytes, frame.reply, frame.reply + frame.replyLength), now);
        // what a consumer delivers has the subject that it was stored under
        byte[] shown = Arrays.copyOfRange(frame.bytes, frame.shown, frame.shown + frame.shownLength);
        int count = out.publish(
                one.to.interest(),
                one.reply,
                shown,
                reply,
                header,
                frame.bytes,
                frame.payload + header.length,
                frame.size - header.length,
                message.origin(),
                null);
        measured(one, count > 0, message);
        boolean last = one.type == ExportOptions.ResponseType.SINGLETON || frame.size == 0;
        if (count == 0 || last) {
            open.remove(subject, one);
        } else {
            one.deadline = now + one.patienceNanos;
        }
        return count > 0;
    }

    private void measured(Open one, boolean heard, Publication answer) {
        Measurement measurement = one.take();
        if (measurement == null) {
            return;
        }
        Outbox origin = answer.origin();
        if (heard) {
            sharing.latencies()
                    .answered(account, measurement, origin == null ? null : origin.publisher(), answer.lane());
        } else {
            sharing.latencies().failed(account, measurement, LatencyReports.Failure.INTEREST_LOST, answer.lane());
        }
    }

    /** An answer that is a request itself is answered the other way round. */
    private byte[] answerable(Open one, byte[] reply, long now) {
        if (ServiceImport.isAck(reply)) {
            return reply;
        }
        byte[] own = sharing.responses(one.to).open(account, reply, one.shared, one.type, one.patienceNanos, now, null);
        return own == null ? new byte[0] : own;
    }

    private void sweep() {
        long now = sweeper.now();
        open.values().removeIf(one -> {
            boolean late = now - one.deadline > 0;
            boolean unheard = !late && one.isMeasured() && !isHeard(one);
            if (late || unheard) {
                failed(
                        one,
                        late ? LatencyReports.Failure.TIMEOUT : LatencyReports.Failure.INTEREST_LOST,
                        sweeper.index());
            }
            return late || unheard;
        });
        sweeping.set(false);
        if (!open.isEmpty() && sweeping.compareAndSet(false, true)) {
            sweeper.schedule(sweep, SWEEP_NANOS);
        }
    }

    private boolean isHeard(Open one) {
        one.to.interest().match(one.reply, 0, one.reply.length, heard);
        boolean some = !heard.isEmpty();
        heard.clear();
        return some;
    }

    private static String word(int length) {
        char[] word = new char[length];
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < length; i++) {
            word[i] = DIGITS[random.nextInt(DIGITS.length)];
        }
        return new String(word);
    }

    @Override
    public boolean admits(byte[] bytes, int offset, int length, Subscription subscription) {
        return true;
    }

    @Override
    public void expired(Subscription subscription) {
        // it is there for good
    }
}
