// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The messages of a mailbox that can be taken, in an array that goes back and forth between those who fill and those who empty it. Guarded by the mailbox's lock. */
final class ReadyMessages {
    /** Larger arrays are kept from batch to batch while messages flow, and given up when they pause. */
    private static final int KEPT_LENGTH = 8192;
    /** An emptied array up to this length is kept for the next batch: growing one anew for each read costs 10 bytes a message. */
    private static final int SPARE_LENGTH = 4096;

    private @Nullable ReceivedMessage[] ready = new ReceivedMessage[16];
    private @Nullable ReceivedMessage @Nullable [] spare;
    private int from;
    private int to;

    boolean isEmpty() {
        return from == to;
    }

    int size() {
        return to - from;
    }

    /** Puts the first {@code count} of {@code staged} behind the others; returns an array that is all null, for the next ones. */
    @Nullable
    ReceivedMessage[] add(@Nullable ReceivedMessage[] staged, int count) {
        if (from == to) {
            @Nullable ReceivedMessage[] emptied = ready;
            ready = staged;
            from = 0;
            to = count;
            return emptied;
        }
        int waiting = to - from;
        if (to + count > ready.length) {
            int want = waiting + count;
            @Nullable
            ReceivedMessage[] target = want > ready.length / 2 ? new ReceivedMessage[Math.max(2 * want, 64)] : ready;
            System.arraycopy(ready, from, target, 0, waiting);
            if (target == ready) {
                Arrays.fill(ready, waiting, to, null);
            }
            ready = target;
            from = 0;
            to = waiting;
        }
        System.arraycopy(staged, 0, ready, to, count);
        Arrays.fill(staged, 0, count, null);
        to += count;
        return staged;
    }

    /** Takes the first; null: there is none. */
    @Nullable
    ReceivedMessage poll() {
        if (from == to) {
            return null;
        }
        ReceivedMessage message = ready[from];
        ready[from++] = null;
        if (from == to) {
            from = 0;
            to = 0;
        }
        return message;
    }

    /** Puts one in front of the others. */
    void addFirst(ReceivedMessage message) {
        if (from == 0) {
            int waiting = to;
            @Nullable ReceivedMessage[] wider = new ReceivedMessage[2 * waiting + 16];
            from = wider.length - waiting;
            System.arraycopy(ready, 0, wider, from, waiting);
            to = wider.length;
            ready = wider;
        }
        ready[--from] = message;
    }

    /** Takes all, as an array whose first null ends it, for one that is all null, or for null; not when there is none. */
    @Nullable
    ReceivedMessage[] takeAll(@Nullable ReceivedMessage @Nullable [] emptied) {
        @Nullable ReceivedMessage[] all = ready;
        if (from > 0 || to == all.length) {
            all = Arrays.copyOfRange(ready, from, to + 1);
            Arrays.fill(ready, from, to, null);
        } else {
            ready = emptied != null ? emptied : takeSpare();
        }
        from = 0;
        to = 0;
        return all;
    }

    /** Messages pause: lets go of an array that a burst has left. There is none. */
    void trim() {
        if (ready.length > KEPT_LENGTH) {
            ready = new ReceivedMessage[16];
        }
    }

    /** Takes back an array that is all null, or null. */
    void giveBack(@Nullable ReceivedMessage @Nullable [] emptied) {
        if (emptied != null && emptied.length <= SPARE_LENGTH) {
            spare = emptied;
        }
    }

    private @Nullable ReceivedMessage[] takeSpare() {
        @Nullable ReceivedMessage[] kept = spare;
        spare = null;
        return kept != null ? kept : new ReceivedMessage[16];
    }
}
