// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.routing;

import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.SlowConsumerException;
import io.natskit.client.Subscription;
import io.natskit.client.SubscriptionEnd;
import io.natskit.client.internal.delivery.Handling;
import io.natskit.client.internal.delivery.LaneQueue;
import io.natskit.client.internal.delivery.Mailbox;
import io.natskit.client.internal.delivery.Origin;
import io.natskit.client.internal.delivery.ReceivedMessage;
import io.natskit.client.internal.delivery.Worker;
import io.natskit.client.internal.protocol.MsgRange;
import io.natskit.client.internal.protocol.OpEncoder;
import io.natskit.client.internal.transport.IoLoop;
import io.natskit.wire.headers.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One subscription as the router knows it: its number, its mailbox, what it may still receive. {@link #receive} belongs to the I/O thread; the rest is for any thread.
 */
public final class Route implements Origin, Mailbox.Watcher {
    private static final byte[] NOTHING = new byte[0];

    /** Takes messages in place of a mailbox, on the I/O thread. */
    public interface Tap {
        /** A message came. */
        void receive(Route route, MsgRange message);
    }

    private final RouteHost host;
    private final String subject;
    private final byte[] subjectBytes;
    private final @Nullable String queueGroup;
    private final Mailbox mailbox;
    private final AtomicReference<@Nullable SubscriptionEnd> end = new AtomicReference<>();
    private final CompletableFuture<SubscriptionEnd> ended = new CompletableFuture<>();
    private int sid;

    // set before the server knows of it
    private @Nullable Subscription subscription;
    private @Nullable Worker worker;
    private @Nullable Handling inline;
    private @Nullable Tap tap;
    private @Nullable Predicate<? super Message> gate;
    private @Nullable PayloadRoom payloads;
    private @Nullable LaneQueue lane;
    private LaneQueue.@Nullable Member laneMember;

    private volatile long max;
    private volatile boolean draining;
    // written by the I/O thread alone, without a fence
    private final AtomicLong received = new AtomicLong();
    // of the I/O thread, under the lock of the routes
    private long receivedBeforeLink;
    private volatile boolean countedApart;

    /** A subscription that the server does not know yet. */
    public Route(RouteHost host, String subject, @Nullable String queueGroup, MailboxLimits limits, int workersMax) {
        this.host = host;
        this.subject = subject;
        this.subjectBytes = subject.getBytes(StandardCharsets.UTF_8);
        this.queueGroup = queueGroup;
        this.mailbox = limits.mailbox(workersMax, this);
    }

    /** The subscription that users see. */
    public void seenAs(Subscription view) {
        this.subscription = view;
    }

    /** Has a worker take the messages out of the mailbox. */
    public void workedBy(Worker newWorker) {
        this.worker = newWorker;
    }

    /** Has messages handled on the I/O thread, past the mailbox. */
    public void handledInline(Handling handling) {
        this.inline = handling;
    }

    /** Has messages of this and other subscriptions handled in one order. */
    public void inLane(LaneQueue queue, Handling handling) {
        this.lane = queue;
        this.laneMember = new LaneQueue.Member(mailbox, handling);
    }

    /** Has raw messages go to {@code newTap}. */
    public void tappedBy(Tap newTap) {
        this.tap = newTap;
    }

    /** Has {@code newGate} look at each message before it goes anywhere. */
    public void guardedBy(Predicate<? super Message> newGate) {
        this.gate = newGate;
    }

    /** Has payloads go where {@code room} says. */
    public void payloadsIn(PayloadRoom room) {
        this.payloads = room;
    }

    /** The array for a payload. I/O thread. */
    byte[] room(int length) {
        PayloadRoom room = payloads;
        return room == null ? new byte[length] : room.ofLength(length);
    }

    void numbered(int number) {
        this.sid = number;
    }

    /** Its number on the wire. */
    public int sid() {
        return sid;
    }

    /** The subject. */
    public String subject() {
        return subject;
    }

    /** The queue group. */
    public @Nullable String queueGroup() {
        return queueGroup;
    }

    /** The mailbox. */
    public Mailbox mailbox() {
        return mailbox;
    }

    /** How many messages end it; 0: any number. */
    public long max() {
        return max;
    }

    /** Messages that came, dropped ones included. */
    public long received() {
        return received.get();
    }

    /** Has it end after {@code messages}; before the server knows of it. */
    public void endsAfter(long messages) {
        max = messages;
    }

    /** Ends it after {@code messages} in all, for a server that is told by {@link #limitOp}; {@link #endIfReached} follows. Under the lock of the routes. */
    public void stopAfter(long messages) {
        max = messages;
    }

    /** Ends it when all that it may receive has come. */
    public void endIfReached() {
        if (max > 0 && received.get() >= max) {
            finish(new SubscriptionEnd(SubscriptionEnd.Reason.MAX_MESSAGES, null), false, true);
        }
    }

    /** The UNSUB with what may still come. A server counts from the SUB of its own link. Under the lock of the routes. */
    public byte[] limitOp() {
        return OpEncoder.unsubscribe(sid, Math.max(1, max - receivedBeforeLink));
    }

    /**
     * The SUB line, and the UNSUB with what may still come, for a new link. Under the lock of the routes, on the I/O thread.
     *
     * @param overlap whether the link before goes on for a while: then the server of neither can know when the last message has come
     */
    byte[] subscribeAnew(boolean overlap) {
        receivedBeforeLink = received.getPlain();
        countedApart = overlap;
        return subscribeOps();
    }

    /** The SUB line, and the UNSUB with what may come. */
    public byte[] subscribeOps() {
        byte[] queue = queueGroup == null ? null : queueGroup.getBytes(StandardCharsets.UTF_8);
        byte[] sub = OpEncoder.subscribe(subjectBytes, queue, sid);
        if (max == 0) {
            return sub;
        }
        byte[] unsub = limitOp();
        byte[] both = Arrays.copyOf(sub, sub.length + unsub.length);
        System.arraycopy(unsub, 0, both, sub.length, unsub.length);
        return both;
    }

    // I/O thread

    /** A message came: true when its mailbox must be handed over at the end of the read. */
    boolean receive(MsgRange r) {
        if (end.get() != null && !draining) {
            return false;
        }
        long count = received.getPlain() + 1;
        received.lazySet(count);
        boolean touched = false;
        if (tap != null) {
            tap.receive(this, r);
        } else {
            touched = deliver(message(r));
        }
        long most = max;
        if (most > 0 && count >= most) {
            finish(new SubscriptionEnd(SubscriptionEnd.Reason.MAX_MESSAGES, null), false, countedApart);
        }
        return touched;
    }

    private boolean deliver(ReceivedMessage message) {
        host.received(this, message);
        if (gate != null && !passes(gate, message)) {
            return false;
        }
        if (inline != null) {
            mailbox.passed(message);
            inline.handle(message);
            return false;
        }
        boolean first = mailbox.add(message);
        if (lane != null) {
            lane.note(Objects.requireNonNull(laneMember));
        }
        return first;
    }

    private boolean passes(Predicate<? super Message> guard, ReceivedMessage message) {
        try {
            return guard.test(message);
        } catch (RuntimeException e) {
            host.handlerFailed(this, e);
            return true;
        }
    }

    /** The message's bytes as an object. */
    public ReceivedMessage message(MsgRange r) {
        byte[] b = r.buffer();
        byte[] payload = NOTHING;
        int length = r.payloadLength();
        if (length > 0) {
            byte[] apart = r.ownPayload();
            payload = apart == null ? copied(b, r.payloadOffset(), length) : apart;
        }
        boolean own = sameSubject(r);
        int replyLength = r.replyLength();
        int headersLength = r.headersLength();
        if (own && replyLength == 0 && headersLength == 0) {
            return new ReceivedMessage(this, payload);
        }
        int subjectLength = own ? 0 : r.subjectLength();
        byte[] rest = new byte[subjectLength + replyLength + headersLength];
        System.arraycopy(b, r.subjectOffset(), rest, 0, subjectLength);
        System.arraycopy(b, r.replyOffset(), rest, subjectLength, replyLength);
        System.arraycopy(b, r.headersOffset(), rest, subjectLength + replyLength, headersLength);
        return new ReceivedMessage(this, payload, rest, subjectLength, replyLength);
    }

    private byte[] copied(byte[] b, int offset, int length) {
        if (payloads == null) {
            return Arrays.copyOfRange(b, offset, offset + length);
        }
        byte[] payload = room(length);
        System.arraycopy(b, offset, payload, 0, length);
        return payload;
    }

    private boolean sameSubject(MsgRange r) {
        int from = r.subjectOffset();
        return r.subjectLength() == subjectBytes.length
                && Arrays.equals(r.buffer(), from, from + subjectBytes.length, subjectBytes, 0, subjectBytes.length);
    }

    /** Hands the read's messages to whoever takes them, but for the lane. */
    void handOver() {
        mailbox.handOver();
    }

    /** Tells the lane; when the mailboxes of all of its subscriptions have been handed over, or it would look into them too early. */
    void tellLane() {
        if (lane != null) {
            lane.ready();
        }
    }

    // ending

    /** No more messages will be accepted from callers' point of view, but those on their way are. */
    public void startDraining() {
        draining = true;
    }

    /** Ends it, once: the first reason counts. */
    public void finish(SubscriptionEnd why, boolean discard, boolean tellServer) {
        if (!end.compareAndSet(null, why)) {
            return;
        }
        draining = false;
        host.removed(this, tellServer);
        if (IoLoop.onIoThread()) {
            handOver();
        }
        mailbox.end(discard);
    }

    /** Ends what is left of a drain that took too long: the messages still inside are dropped. */
    public void discard() {
        mailbox.end(true);
    }

    /** Why it ended; null while it has not. */
    public @Nullable SubscriptionEnd end() {
        return end.get();
    }

    /** The error that ended it, if any. */
    public @Nullable NatsException error() {
        SubscriptionEnd why = end.get();
        return why == null ? null : why.error();
    }

    /** Completes when it has ended and no message waits. */
    public CompletableFuture<SubscriptionEnd> ended() {
        return ended;
    }

    // Mailbox.Watcher

    @Override
    public void ready() {
        Worker w = worker;
        if (w != null) {
            w.ready();
        }
    }

    @Override
    public void dropped(ReceivedMessage message, boolean first) {
        host.dropped(this, message, first);
    }

    @Override
    public void overflowed() {
        NatsException error = new SlowConsumerException(subject, mailbox.pendingMessages(), mailbox.pendingBytes());
        finish(new SubscriptionEnd(SubscriptionEnd.Reason.SLOW_CONSUMER, error), false, true);
    }

    @Override
    public void emptied() {
        SubscriptionEnd why = Objects.requireNonNull(end.get());
        try {
            host.callbacks().execute(() -> ended.complete(why));
        } catch (java.util.concurrent.RejectedExecutionException e) {
            ended.complete(why);
        }
    }

    // Origin

    @Override
    public Subscription subscription() {
        return Objects.requireNonNull(subscription, "the subscription is being made");
    }

    @Override
    public String subscribedSubject() {
        return subject;
    }

    @Override
    public void reply(byte[] replySubject, Headers headers, byte[] payload) {
        host.reply(replySubject, headers, payload);
    }
}
