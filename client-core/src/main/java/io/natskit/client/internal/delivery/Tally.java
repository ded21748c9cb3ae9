// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How many messages, of what weight, came into a mailbox and left it. Each number has one writer at a time, and all threads may read it: opaque, since a fence per message
 * would cost more than the message.
 */
final class Tally {
    private static final VarHandle ADDED_MESSAGES = field("addedMessages");
    private static final VarHandle ADDED_BYTES = field("addedBytes");
    private static final VarHandle TAKEN_MESSAGES = field("takenMessages");
    private static final VarHandle TAKEN_BYTES = field("takenBytes");
    private static final VarHandle HANDLED_MESSAGES = field("handledMessages");
    private static final VarHandle HANDLED_BYTES = field("handledBytes");

    // of the I/O thread
    private long addedMessages;
    private long addedBytes;
    // guarded by the mailbox's lock
    private long takenMessages;
    private long takenBytes;
    // of the one worker that takes all
    private long handledMessages;
    private long handledBytes;

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(Tally.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** One came. I/O thread. */
    void added(int weight) {
        ADDED_MESSAGES.setOpaque(this, addedMessages + 1);
        ADDED_BYTES.setOpaque(this, addedBytes + weight);
    }

    /** One was handled where it came in. I/O thread, while it is the one worker too. */
    void passed() {
        ADDED_MESSAGES.setOpaque(this, addedMessages + 1);
        HANDLED_MESSAGES.setOpaque(this, handledMessages + 1);
    }

    /** One was taken. Under the lock. */
    void taken(int weight) {
        TAKEN_MESSAGES.setOpaque(this, takenMessages + 1);
        TAKEN_BYTES.setOpaque(this, takenBytes + weight);
    }

    /** One that was taken is back. Under the lock. */
    void putBack(int weight) {
        TAKEN_MESSAGES.setOpaque(this, takenMessages - 1);
        TAKEN_BYTES.setOpaque(this, takenBytes - weight);
    }

    /** One out of all is being handled. By the one worker that took them. */
    void handled(int weight) {
        HANDLED_MESSAGES.setOpaque(this, handledMessages + 1);
        HANDLED_BYTES.setOpaque(this, handledBytes + weight);
    }

    /** Messages that came. I/O thread. */
    long addedMessages() {
        return addedMessages;
    }

    /** Their weight. I/O thread. */
    long addedBytes() {
        return addedBytes;
    }

    /** Messages that are not inside any more. */
    long removedMessages() {
        return (long) TAKEN_MESSAGES.getOpaque(this) + (long) HANDLED_MESSAGES.getOpaque(this);
    }

    /** Their weight. */
    long removedBytes() {
        return (long) TAKEN_BYTES.getOpaque(this) + (long) HANDLED_BYTES.getOpaque(this);
    }

    /** Messages inside. */
    long pendingMessages() {
        return Math.max(0, (long) ADDED_MESSAGES.getOpaque(this) - removedMessages());
    }

    /** Their weight. */
    long pendingBytes() {
        long removed = removedBytes();
        return Math.max(0, (long) ADDED_BYTES.getOpaque(this) - removed);
    }
}
