// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.sharing;

import io.natskit.server.account.Account;
import io.natskit.server.config.ExportOptions;
import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Outbox;
import io.natskit.server.router.Publication;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** One request that may still be answered. */
    private static final class Open {
        final Account<Subscription> to;
        final byte[] reply;
        final ExportOptions.ResponseType type;
        final long patienceNanos;
        volatile long deadline;

        Open(
                Account<Subscription> to,
                byte[] reply,
                ExportOptions.ResponseType type,
                long patienceNanos,
                long deadline) {
            this.to = to;
            this.reply = reply;
            this.type = type;
            this.patienceNanos = patienceNanos;
            this.deadline = deadline;
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
            Account<Subscription> to, byte[] reply, ExportOptions.ResponseType type, long patienceNanos, long now) {
        if (open.size() >= OPEN_MAX) {
            return null;
        }
        String subject = prefix + word(11);
        open.put(subject, new Open(to, reply, type, patienceNanos, now + patienceNanos));
        if (sweeping.compareAndSet(false, true)) {
            sweeper.execute(() -> sweeper.schedule(sweep, SWEEP_NANOS));
        }
        return subject.getBytes(StandardCharsets.US_ASCII);
    }

    /** Nobody got the request. */
    void close(byte[] subject) {
        open.remove(new String(subject, StandardCharsets.US_ASCII));
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
        int count = out.publish(
                one.to.interest(),
                one.reply,
                reply,
                header,
                frame.bytes,
                frame.payload + header.length,
                frame.size - header.length,
                message.origin());
        boolean last = one.type == ExportOptions.ResponseType.SINGLETON || frame.size == 0;
        if (count == 0 || last) {
            open.remove(subject, one);
        } else {
            one.deadline = now + one.patienceNanos;
        }
        return count > 0;
    }

    /** An answer that is a request itself is answered the other way round. */
    private byte[] answerable(Open one, byte[] reply, long now) {
        byte[] own = sharing.responses(one.to).open(account, reply, one.type, one.patienceNanos, now);
        return own == null ? new byte[0] : own;
    }

    private void sweep() {
        long now = sweeper.now();
        open.values().removeIf(one -> now - one.deadline > 0);
        sweeping.set(false);
        if (!open.isEmpty() && sweeping.compareAndSet(false, true)) {
            sweeper.schedule(sweep, SWEEP_NANOS);
        }
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
