// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.router;

import io.natskit.wire.subject.Subjects;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** One SUB: whom it belongs to and what its lines begin with. Safe on any thread; changed by its owner only, but for counting. */
public final class Subscription {
    private static final byte[] HMSG = {'H', 'M', 'S', 'G', ' '};
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final Outbox outbox;
    private final byte[] subject;
    private final byte @Nullable [] queue;
    private final byte[] sid;
    private final byte @Nullable [] head;
    private boolean filtered;
    // One cell a loop, written by that loop alone: counting must not make loops wait for each other.
    private final long[] delivered;

    private volatile @Nullable Allowance remaining;
    private volatile long max;
    private volatile boolean closed;

    /** A subscription for the given number of lanes; {@code filtered} has the outbox asked about each subject. The arrays are kept. */
    public Subscription(
            Outbox outbox, byte[] subject, byte @Nullable [] queue, byte[] sid, boolean filtered, int lanes) {
        this.outbox = outbox;
        this.subject = subject;
        this.queue = queue;
        this.sid = sid;
        this.filtered = filtered;
        this.delivered = new long[lanes];
        this.head = Subjects.isLiteral(subject) ? literalHead(subject, sid) : null;
    }

    private static byte[] literalHead(byte[] subject, byte[] sid) {
        byte[] head = new byte[HMSG.length + subject.length + sid.length + 2];
        System.arraycopy(HMSG, 0, head, 0, HMSG.length);
        System.arraycopy(subject, 0, head, HMSG.length, subject.length);
        head[HMSG.length + subject.length] = ' ';
        System.arraycopy(sid, 0, head, HMSG.length + subject.length + 1, sid.length);
        head[head.length - 1] = ' ';
        return head;
    }

    /** Who gets its messages. */
    public Outbox outbox() {
        return outbox;
    }

    /** The pattern; not to be changed. */
    public byte[] subject() {
        return subject;
    }

    /** The queue group, or null; not to be changed. */
    public byte @Nullable [] queue() {
        return queue;
    }

    /** The client's name for it; not to be changed. */
    public byte[] sid() {
        return sid;
    }

    /** What its HMSG lines begin with, up to and including the space after the sid; null if its subject has wildcards. */
    byte @Nullable [] head() {
        return head;
    }

    /** Whether each subject has to be checked against what its owner may receive. */
    public boolean isFiltered() {
        return filtered;
    }

    /** Whether each subject has to be checked from now on; while it is in no index. */
    public void filtered(boolean now) {
        filtered = now;
    }

    /** The messages delivered so far. */
    public long delivered() {
        long sum = 0;
        for (int i = 0; i < delivered.length; i++) {
            sum += (long) CELL.getAcquire(delivered, i);
        }
        return sum;
    }

    /** How many messages it takes, counted from its beginning; 0 for no limit. */
    public long max() {
        return max;
    }

    /** Whether it takes no more messages. */
    public boolean isClosed() {
        return closed;
    }

    /** Ends it; whoever calls takes it out of the index too. */
    public void close() {
        closed = true;
    }

    /** Lets it end after so many messages, counted from its beginning; false if it has had them already. */
    public boolean endAfter(long max) {
        long left = max - delivered();
        if (left <= 0) {
            return false;
        }
        remaining = new Allowance(left);
        this.max = max;
        return true;
    }

    void count(int lane) {
        CELL.setRelease(delivered, lane, delivered[lane] + 1);
    }

    @Nullable
    Allowance remaining() {
        return remaining;
    }
}
