// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import org.jspecify.annotations.Nullable;

/**
 * The pull requests that wait, the next one to be served first: in turns, a message each (PL-05), or the lowest priority number first and in turns
 * among equals. Bounded. Confined to the consumer's loop.
 */
final class PullQueue {
    private final int max;
    private final boolean prioritized;
    private @Nullable WaitingPull first;
    private @Nullable WaitingPull last;
    private int size;
    private int noWaits;

    /** An empty queue for {@code max} requests. */
    PullQueue(int max, boolean prioritized) {
        this.max = max;
        this.prioritized = prioritized;
    }

    /** How many wait. */
    int size() {
        return size;
    }

    /** Whether there is no room for one more. */
    boolean isFull() {
        return size >= max;
    }

    /** Whether somebody waits who does not want to. */
    boolean hasNoWaits() {
        return noWaits > 0;
    }

    /** The one whose turn it is, or null. */
    @Nullable
    WaitingPull first() {
        return first;
    }

    /** Adds a request; false if the queue is full. */
    boolean add(WaitingPull request) {
        if (isFull()) {
            return false;
        }
        insert(request);
        size++;
        noWaits += request.terms().noWait() ? 1 : 0;
        return true;
    }

    /** The first one's turn is over, without a message: it goes to the end, whatever its priority. */
    void cycle() {
        WaitingPull head = first;
        if (head != null && head != last) {
            unlink(head);
            append(head);
        }
    }

    /** The first one got a message: it leaves if it has all, and otherwise goes to the end of its equals. */
    void served() {
        WaitingPull head = first;
        if (head == null) {
            return;
        }
        head.takeOne();
        if (head.isDone()) {
            remove(head);
        } else if (head != last) {
            unlink(head);
            insert(head);
        }
    }

    /** Takes a request out, which is in the queue. */
    void remove(WaitingPull request) {
        unlink(request);
        size--;
        noWaits -= request.terms().noWait() ? 1 : 0;
    }

    /** Finds a waiting request by where its messages go, or null. */
    @Nullable
    WaitingPull find(byte[] reply) {
        for (WaitingPull one = first; one != null; one = one.next) {
            if (java.util.Arrays.equals(one.reply(), reply)) {
                return one;
            }
        }
        return null;
    }

    /** Forgets all. */
    void clear() {
        first = null;
        last = null;
        size = 0;
        noWaits = 0;
    }

    private void insert(WaitingPull request) {
        WaitingPull before = last;
        if (prioritized) {
            int priority = request.priority();
            while (before != null && before.priority() > priority) {
                before = before.previous;
            }
        }
        insertAfter(before, request);
    }

    private void append(WaitingPull request) {
        insertAfter(last, request);
    }

    private void insertAfter(@Nullable WaitingPull before, WaitingPull request) {
        WaitingPull after = before == null ? first : before.next;
        request.previous = before;
        request.next = after;
        if (before == null) {
            first = request;
        } else {
            before.next = request;
        }
        if (after == null) {
            last = request;
        } else {
            after.previous = request;
        }
    }

    private void unlink(WaitingPull request) {
        WaitingPull before = request.previous;
        WaitingPull after = request.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        request.next = null;
        request.previous = null;
    }
}
