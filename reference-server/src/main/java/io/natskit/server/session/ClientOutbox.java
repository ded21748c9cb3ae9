// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.auth.Permissions;
import io.natskit.server.auth.ReplyPermits;
import io.natskit.server.protocol.ConnectOptions;
import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Outbox;
import io.natskit.server.router.Publication;
import io.natskit.server.router.PublisherInfo;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.tracing.MessageTrace;
import io.natskit.server.tracing.Undelivered;
import io.natskit.server.transport.Outbound;
import io.natskit.server.transport.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The way out to one client: turns messages into MSG and HMSG lines in the stage of whatever loop offers them. Called by every loop; what
 * the client's own loop changes is visible to the others.
 */
final class ClientOutbox implements Outbox {
    private static final int CRLF_LENGTH = 2;
    /** From here on one copy for all targets is cheaper than one for each. */
    private static final int SHARED_MIN = 16 * 1024;

    private final ClientSession session;
    private final Outbound output;

    private volatile boolean echo = true;
    private volatile boolean headers;
    private volatile boolean dropsWhenStalled;
    private volatile boolean observed;
    private volatile boolean closed;
    private volatile Permissions permissions = Permissions.ALL;
    private volatile @Nullable ReplyPermits replyPermits;

    ClientOutbox(ClientSession session, Outbound output, boolean dropsWhenStalled, boolean observed) {
        this.session = session;
        this.output = output;
        this.dropsWhenStalled = dropsWhenStalled;
        this.observed = observed;
    }

    void become(Permissions newPermissions) {
        permissions = newPermissions;
        replyPermits = newPermissions.newReplyPermits();
    }

    void options(boolean wantsEcho, boolean understandsHeaders) {
        echo = wantsEcho;
        headers = understandsHeaders;
    }

    /** Whether it drops messages instead of holding their producers back. */
    void dropsWhenStalled(boolean drops) {
        dropsWhenStalled = drops;
    }

    /** Whether the session wants to know of each message. */
    void observed(boolean wanted) {
        observed = wanted;
    }

    void close() {
        closed = true;
    }

    @Nullable
    ReplyPermits replyPermits() {
        return replyPermits;
    }

    /** Whether there is room for a message of that publisher, who is held back where the client has fallen behind. */
    boolean takes(@Nullable Outbox origin) {
        if (closed) {
            return false;
        }
        if (output.isStalled() && origin instanceof ClientOutbox publisher) {
            if (dropsWhenStalled) {
                return false;
            }
            publisher.session.holdBack(output);
        }
        return true;
    }

    @Override
    public boolean offer(Publication message, Subscription subscription) {
        Outbox origin = message.origin();
        if ((origin == this && !echo) || !takes(origin)) {
            return false;
        }
        PublishFrame frame = message.frame();
        message.prepareHead(subscription);
        Stage stage = output.stage(message.lane());
        if (frame.headerLength < 0) {
            append(stage, message, frame, 1);
        } else if (frame.headerLength > 0 && headers) {
            append(stage, message, frame, 0);
        } else {
            withoutHeaders(message, frame, stage);
        }
        if (replyPermits != null || observed) {
            afterwards(message, frame, subscription);
        }
        return true;
    }

    @Override
    public boolean offerTraced(Publication message, Subscription subscription, MessageTrace trace) {
        Undelivered reason = null;
        if (message.origin() == this && !echo) {
            reason = Undelivered.NO_ECHO;
        } else if (closed) {
            reason = Undelivered.CLIENT_CLOSED;
        } else if (output.isStalled() && dropsWhenStalled && message.origin() instanceof ClientOutbox) {
            reason = Undelivered.SLOW;
        } else if (!trace.isOnly() && RouterLane.deliver(message, subscription) == 0) {
            reason = Undelivered.LIMIT_REACHED;
        }
        undelivered(subscription, trace, reason);
        return reason == null;
    }

    @Override
    public void undelivered(Subscription subscription, MessageTrace trace, @Nullable Undelivered reason) {
        byte[] queue = subscription.queue();
        trace.egress(
                session.traced(), Lines.text(subscription.subject()), queue == null ? null : Lines.text(queue), reason);
    }

    /** The line from the first byte of its head on, and the publisher's own tail behind it. */
    private static void append(Stage stage, Publication message, PublishFrame frame, int first) {
        byte[] head = message.head();
        int length = message.headLength() - first;
        if (frame.tailLength >= SHARED_MIN && message.isShared()) {
            stage.sharedMessage(
                    head,
                    first,
                    length,
                    message,
                    message.number(),
                    frame.bytes,
                    frame.tail,
                    frame.tailLength,
                    frame.size);
        } else {
            stage.message(head, first, length, frame.bytes, frame.tail, frame.tailLength, frame.size);
        }
    }

    /** For a client that does not understand headers: the payload alone, as a MSG. */
    private static void withoutHeaders(Publication message, PublishFrame frame, Stage stage) {
        int payload = frame.size - frame.headerLength;
        byte[] size = Lines.bytes(payload + "\r\n");
        int head = message.headLength() - 1;
        int reply = frame.replyLength > 0 ? frame.replyLength + 1 : 0;
        byte[] line = new byte[head + reply + size.length];
        System.arraycopy(message.head(), 1, line, 0, head);
        if (reply > 0) {
            System.arraycopy(frame.bytes, frame.reply, line, head, frame.replyLength);
            line[head + frame.replyLength] = ' ';
        }
        System.arraycopy(size, 0, line, head + reply, size.length);
        stage.message(
                line, 0, line.length, frame.bytes, frame.payload + frame.headerLength, payload + CRLF_LENGTH, payload);
    }

    private void afterwards(Publication message, PublishFrame frame, Subscription subscription) {
        ReplyPermits permits = replyPermits;
        if (permits != null
                && frame.replyLength > 0
                && !permissions.mayPublish(frame.bytes, frame.reply, frame.replyLength)) {
            permits.delivered(frame.bytes, frame.reply, frame.replyLength, session.nanosOn(message.lane()));
        }
        if (observed) {
            session.observeDelivery(message, frame, subscription, headers);
        }
    }

    @Override
    public boolean admits(byte[] bytes, int offset, int length, Subscription subscription) {
        return permissions.mayDeliver(bytes, offset, length, subscription.queue());
    }

    @Override
    public void expired(Subscription subscription) {
        session.expired(subscription);
    }

    @Override
    public long clientId() {
        return session.id();
    }

    @Override
    public PublisherInfo publisher() {
        ConnectOptions said = session.options();
        return new PublisherInfo(
                session.id(),
                session.host(),
                session.account().name(),
                session.user(),
                said.name(),
                said.lang(),
                said.version(),
                session.started(),
                session.roundTripNanos(),
                ConnectionInfo.clientType(session.origin().connectionType()),
                session.standing().claimed());
    }
}
