// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The subjects that a connection may publish to because it was asked (AU-07): a message with a reply that is delivered to it opens that
 * reply for some messages and some time. Belongs to one connection; deliveries come from any loop, so a short lock guards it. Bounded: past
 * 65,536 permits, or 8 MB of subjects, the oldest go.
 */
public final class ReplyPermits {
    private static final int PERMITS_MAX = 65_536;
    private static final long BYTES_MAX = 8L * 1024 * 1024;
    private static final int PRUNE_AFTER_DELIVERIES = 4096;
    private static final long PRUNE_AFTER_NANOS = 1_000_000_000L;

    private final int maxMessages;
    private final long expiresNanos;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock; in order of age
    private final Map<ByteBuffer, Permit> permits = new LinkedHashMap<>();
    private long bytes;
    private int sincePrune;
    private long lastPruneNanos;

    ReplyPermits(int maxMessages, long expiresNanos) {
        this.maxMessages = maxMessages;
        this.expiresNanos = expiresNanos;
    }

    private static final class Permit {
        final long sinceNanos;
        int used;

        Permit(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    /** A message with this reply is being delivered to the connection. */
    public void delivered(byte[] reply, int offset, int length, long nowNanos) {
        byte[] copy = new byte[length];
        System.arraycopy(reply, offset, copy, 0, length);
        ByteBuffer key = ByteBuffer.wrap(copy);
        lock.lock();
        try {
            forget(key);
            permits.put(key, new Permit(nowNanos));
            bytes += length;
            sincePrune++;
            if (sincePrune > PRUNE_AFTER_DELIVERIES || nowNanos - lastPruneNanos > PRUNE_AFTER_NANOS) {
                prune(nowNanos);
            }
            while (permits.size() > PERMITS_MAX || bytes > BYTES_MAX) {
                forget(permits.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the connection may publish to this subject now; if so, one message of the permit is used up. */
    public boolean use(byte[] subject, int offset, int length, long nowNanos) {
        ByteBuffer key = ByteBuffer.wrap(subject, offset, length);
        lock.lock();
        try {
            Permit permit = permits.get(key);
            if (permit == null) {
                return false;
            }
            permit.used++;
            if (isSpent(permit.used - 1) || isExpired(permit, nowNanos)) {
                forget(key);
                return false;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void forget(ByteBuffer key) {
        if (permits.remove(key) != null) {
            bytes -= key.remaining();
        }
    }

    private void prune(long nowNanos) {
        Iterator<Map.Entry<ByteBuffer, Permit>> all = permits.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<ByteBuffer, Permit> one = all.next();
            if (isSpent(one.getValue().used) || isExpired(one.getValue(), nowNanos)) {
                bytes -= one.getKey().remaining();
                all.remove();
            }
        }
        sincePrune = 0;
        lastPruneNanos = nowNanos;
    }

    private boolean isSpent(int used) {
        return maxMessages > 0 && used >= maxMessages;
    }

    private boolean isExpired(Permit permit, long nowNanos) {
        return expiresNanos > 0 && nowNanos - permit.sinceNanos > expiresNanos;
    }
}
