// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.InterruptedWaitException;
import io.natskit.client.LimitOptions;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.OverflowPolicy;
import io.natskit.client.SlowConsumerException;
import io.natskit.client.internal.delivery.Mailbox;
import io.natskit.client.internal.delivery.ReceivedMessage;
import io.natskit.client.internal.gather.ReplySource;
import io.natskit.client.internal.routing.PendingRequest;
import io.natskit.client.internal.routing.RequestTable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A request that stays in the table for more than one reply. Replies wait in a mailbox with the bounds of the connection. */
final class ManyRequest extends PendingRequest implements ReplySource, Mailbox.Watcher {
    /** Hears of replies that found no room. I/O thread. */
    interface Drops {
        void dropped(ReceivedMessage reply, boolean first, long dropped);
    }

    private final RequestTable table;
    private final Drops drops;
    private final Mailbox mailbox;
    private volatile @Nullable NatsException failure;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Runnable told = () -> {};
    private String replySubject = "";
    private Runnable forget = () -> {};

    ManyRequest(String subject, long deadlineNanos, RequestTable table, LimitOptions limits, Drops drops) {
        super(subject, deadlineNanos);
        this.table = table;
        this.drops = drops;
        OverflowPolicy overflow = limits.overflow();
        this.mailbox = new Mailbox(limits.pendingMessagesMax(), limits.pendingBytesMax(), overflow, 1, this);
    }

    /** Where replies go, and what to do when it is over; before it is sent. */
    void repliesTo(String inbox, Runnable whenOver) {
        replySubject = inbox;
        forget = whenOver;
    }

    // PendingRequest

    @Override
    public boolean manyReplies() {
        return true;
    }

    @Override
    public void reply(Message reply) {
        mailbox.add((ReceivedMessage) reply);
        mailbox.handOver();
    }

    @Override
    public void noResponders(Message status) {
        reply(status);
    }

    @Override
    public void fail(NatsException error) {
        failure = error;
        over(false);
    }

    @Override
    public void expired() {
        over(false);
    }

    private void over(boolean discard) {
        if (over.compareAndSet(false, true)) {
            table.remove(this);
            forget.run();
            mailbox.end(discard);
        }
    }

    // Mailbox.Watcher

    @Override
    public void ready() {
        told.run();
    }

    @Override
    public void dropped(ReceivedMessage message, boolean first) {
        drops.dropped(message, first, mailbox.dropped());
    }

    @Override
    public void overflowed() {
        fail(new SlowConsumerException(subject(), mailbox.pendingMessages(), mailbox.pendingBytes()));
    }

    @Override
    public void emptied() {
        // the taker sees it
    }

    // ReplySource

    @Override
    public String replySubject() {
        return replySubject;
    }

    @Override
    public @Nullable Message poll() {
        return mailbox.poll();
    }

    @Override
    public @Nullable Message take(long nanos) {
        Waiting.mayWait("next");
        try {
            return mailbox.take(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException("next reply on \"" + subject() + "\"", e);
        }
    }

    @Override
    public boolean ended() {
        return mailbox.hasEnded();
    }

    @Override
    public boolean holds() {
        return mailbox.pendingMessages() > 0;
    }

    @Override
    public @Nullable RuntimeException failure() {
        NatsException error = failure;
        return error == null ? null : error.copy();
    }

    @Override
    public void whenReady(Runnable newTold) {
        told = newTold;
    }

    @Override
    public void close() {
        over(true);
        if (closed.compareAndSet(false, true) && mailbox.pendingMessages() > 0) {
            mailbox.end(true);
        }
    }
}
