// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Requests by token. A token is a slot and how often the slot was used, so finding a reply's request is one look into an array, and a late reply finds nobody.
 */
public final class RequestTable {
    private static final int SLOT_BITS = 24;
    private static final long SLOT_MASK = (1 << SLOT_BITS) - 1;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable PendingRequest[] slots = new PendingRequest[64];
    private long[] uses = new long[64];
    private int[] free = new int[64];
    private int freeCount;
    private int used;
    private int count;
    private @Nullable NatsExceptionSource refusal;

    /** Makes the error for requests that come after the end. */
    public interface NatsExceptionSource {
        /** A fresh error. */
        io.natskit.client.NatsException error();
    }

    /** An empty table. */
    public RequestTable() {}

    /** Adds a request and gives it a token; throws the error given to {@link #refuse}. */
    public long add(PendingRequest request) {
        lock.lock();
        try {
            if (refusal != null) {
                throw refusal.error();
            }
            int slot = freeCount > 0 ? free[--freeCount] : grow();
            long token = uses[slot]++ << SLOT_BITS | slot;
            request.token = token;
            slots[slot] = request;
            count++;
            return token;
        } finally {
            lock.unlock();
        }
    }

    private int grow() {
        if (used == slots.length) {
            if (used > SLOT_MASK / 2) {
                throw new IllegalStateException("requests: " + used + " wait for replies (expected: fewer)");
            }
            slots = Arrays.copyOf(slots, 2 * used);
            uses = Arrays.copyOf(uses, 2 * used);
            free = Arrays.copyOf(free, 2 * used);
        }
        return used++;
    }

    /** The request of a token, to be answered; taken out, unless it wants more replies. Null when it is not there any more. */
    public @Nullable PendingRequest answered(long token) {
        return take(token, false);
    }

    private @Nullable PendingRequest take(long token, boolean forGood) {
        int slot = (int) (token & SLOT_MASK);
        lock.lock();
        try {
            PendingRequest request = slot < used ? slots[slot] : null;
            if (request == null || request.token != token) {
                return null;
            }
            if (forGood || !request.manyReplies()) {
                release(slot);
            }
            return request;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a request is there to be answered; takes it out, unless it wants more replies. */
    public boolean answered(PendingRequest request) {
        return request.token >= 0 && answered(request.token) != null;
    }

    /** Takes a request out; false when somebody else has. */
    public boolean remove(PendingRequest request) {
        return request.token >= 0 && take(request.token, true) != null;
    }

    private void release(int slot) {
        slots[slot] = null;
        free[freeCount++] = slot;
        count--;
    }

    /** Takes out the requests that match. */
    public List<PendingRequest> takeIf(Predicate<PendingRequest> which) {
        List<PendingRequest> taken = new ArrayList<>();
        lock.lock();
        try {
            for (int slot = 0; slot < used && count > 0; slot++) {
                PendingRequest request = slots[slot];
                if (request != null && which.test(request)) {
                    release(slot);
                    taken.add(request);
                }
            }
        } finally {
            lock.unlock();
        }
        return taken;
    }

    /** The earliest deadline; {@link Long#MAX_VALUE} when no request waits. Relative to {@code nowNanos}. */
    public long nanosToNextDeadline(long nowNanos) {
        long next = Long.MAX_VALUE;
        lock.lock();
        try {
            for (int slot = 0; slot < used && count > 0; slot++) {
                PendingRequest request = slots[slot];
                if (request != null) {
                    next = Math.min(next, request.deadlineNanos - nowNanos);
                }
            }
        } finally {
            lock.unlock();
        }
        return next;
    }

    /** Refuses requests from now on. */
    public void refuse(NatsExceptionSource source) {
        lock.lock();
        try {
            refusal = source;
        } finally {
            lock.unlock();
        }
    }

    /** How many requests wait. */
    public int size() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }
}
