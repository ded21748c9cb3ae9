// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.account.Account;
import io.natskit.server.account.SubjectMappings;
import io.natskit.server.account.SubjectPrefixes;
import io.natskit.server.auth.ReplyPermits;
import io.natskit.server.auth.ReservedSubjects;
import io.natskit.server.auth.Violations;
import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Route;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.subject.Interest;
import io.natskit.server.tracing.MessageTrace;
import io.natskit.server.transport.LoopTimer;
import org.jspecify.annotations.Nullable;

/**
 * The one gate that all messages of a client pass, in whatever language they came: mappings, permissions, reserved subjects, whoever looks on, and
 * then the router. Confined to the connection's loop.
 */
public final class Publishing {
    private final ClientSession session;
    private final ClientOutbox outbox;
    private final RouterLane lane;
    private final Traces traces;
    private final @Nullable Hooks hooks;
    private boolean tracing;

    // the last message, whose verdict and route hold for the next one on the same subject
    private boolean lastAllowed;
    private @Nullable Route lastRoute;
    // of the message at hand, where there is one
    private @Nullable MessageTrace traced;

    // written by the loop, read by monitoring
    private long messages;
    private long payloadBytes;

    Publishing(ClientSession session, ServerContext context) {
        this.session = session;
        this.outbox = session.outbox();
        this.lane = context.lanes()[session.loop().index()];
        this.tracing = context.log().isTrace();
        this.hooks = context.hooks();
        this.traces = new Traces(session);
    }

    /** Whether messages are shown in the log from now on. */
    void tracing(boolean on) {
        tracing = on;
    }

    /** The client is somebody else now: verdicts and routes are void. */
    void identityChanged() {
        lastAllowed = false;
        lastRoute = null;
    }

    long messages() {
        return messages;
    }

    long payloadBytes() {
        return payloadBytes;
    }

    /** Counts a message that came. */
    public void count(int bytes) {
        messages++;
        payloadBytes += bytes;
    }

    /** Publishes a message, on the subject that mappings say, and traced if it asks for that. */
    void publish(PublishFrame frame) {
        count(frame.size);
        if (frame.headerLength > 0 && traces.mayAsk(frame)) {
            publishWithTrace(frame);
        } else {
            goOn(frame);
        }
    }

    private void goOn(PublishFrame frame) {
        SubjectMappings mappings = session.account().mappings();
        if (mappings == null) {
            accept(frame);
        } else {
            acceptMapped(mappings, frame);
        }
    }

    /** Its headers may ask that its way is traced. */
    private void publishWithTrace(PublishFrame frame) {
        Traces.Decision decision = traces.decide(frame);
        PublishFrame left = decision.frame();
        if (left == null) {
            return;
        }
        if (left != frame) {
            identityChanged(); // nothing that is known holds for a copy
        }
        MessageTrace trace = decision.trace();
        traced = trace;
        try {
            goOn(left);
        } finally {
            traced = null;
            if (trace != null) {
                trace.done();
            }
        }
    }

    /** As nats-server has it, permissions are those for the subject that comes out. Nothing of it is kept: mappings may change. */
    private void acceptMapped(SubjectMappings mappings, PublishFrame frame) {
        byte[] to = mappings.map(frame.bytes, frame.subject, frame.subjectLength);
        if (to == null) {
            accept(frame);
            return;
        }
        MessageTrace trace = traced;
        if (trace != null && to.length > 0) {
            trace.mapped(Lines.text(to));
        }
        accept(Frames.copy(frame, to));
        lastAllowed = false;
        lastRoute = null;
    }

    /** Publishes a message on its own subject, whatever mappings say; false if it was refused, and the log told so. */
    public boolean accept(PublishFrame frame) {
        boolean known = frame.sameSubject && lastAllowed;
        if (!known) {
            lastRoute = null;
            lastAllowed = false;
            if (!mayPublish(frame)) {
                return false;
            }
        }
        if (frame.replyLength > 0 && ReservedSubjects.isReservedForReply(frame.bytes, frame.reply, frame.replyLength)) {
            refuse(
                    Violations.publishWithReply(frame.bytes, frame.reply, frame.replyLength),
                    "Publish Violation - Reply " + Violations.quoted(frame.bytes, frame.reply, frame.replyLength));
            return false;
        }
        if (session.options().verbose()) {
            session.lines().ok();
        }
        if (tracing) {
            session.trace().payloadIn(frame);
        }
        if (hooks == null || isLeftAlone(frame, hooks)) {
            route(session.account(), frame);
        }
        return true;
    }

    /** Sends it to those who wait for its subject, or for what that means. */
    private void route(Account<Subscription> account, PublishFrame frame) {
        SubjectPrefixes prefixes = account.prefixes();
        byte[] meant = prefixes == null ? null : prefixes.meaningOf(frame.bytes, frame.subject, frame.subjectLength);
        route(account.interest(), meant == null ? frame : Frames.copy(frame, meant));
    }

    private void route(Interest<Subscription> interest, PublishFrame frame) {
        MessageTrace trace = traced;
        int delivered = trace == null
                ? lane.publish(interest, frame, outbox, lastRoute)
                : lane.publishTraced(interest, frame, outbox, trace);
        lastRoute = lane.lastRoute();
        if (delivered == 0 && frame.replyLength > 0 && session.options().noResponders()) {
            byte[] sid = NoResponders.sidFor(interest, outbox, frame);
            if (sid != null) {
                session.send(NoResponders.answer(sid, frame));
            }
        }
    }

    private boolean mayPublish(PublishFrame frame) {
        byte[] bytes = frame.bytes;
        int subject = frame.subject;
        int length = frame.subjectLength;
        if (frame.unsafe) {
            session.lines().error("Invalid Publish Subject");
            return false;
        }
        boolean always = session.permissions().mayPublish(bytes, subject, length);
        ReplyPermits permits = outbox.replyPermits();
        boolean allowed = always
                || (permits != null
                        && permits.use(bytes, subject, length, session.loop().now()));
        if (!allowed
                || ReservedSubjects.isReservedForPublish(
                        bytes, subject, length, session.account().isSystem())) {
            refuse(
                    Violations.publish(bytes, subject, length),
                    "Publish Violation - Subject " + Violations.quoted(bytes, subject, length));
            return false;
        }
        lastAllowed = always;
        return true;
    }

    private void refuse(String text, String line) {
        MessageTrace trace = traced;
        if (trace != null) {
            trace.ingressError(text);
        }
        session.lines().error(text);
        session.log().error(line);
    }

    /** Asks whoever looks on; true if the message goes its way as if nobody did. */
    private boolean isLeftAlone(PublishFrame frame, Hooks looking) {
        Hooks.Decision decision = looking.published(session, frame);
        switch (decision.kind()) {
            case DELIVER -> {
                return true;
            }
            case REFUSE -> session.lines().error(decision.error());
            case DELAY -> later(frame, decision.delayNanos());
            default -> {}
        }
        return false;
    }

    private void later(PublishFrame frame, long nanos) {
        PublishFrame copy = Frames.copy(frame);
        // It goes to the account that it was accepted for, whatever a second CONNECT makes of the client meanwhile.
        Account<Subscription> account = session.account();
        LoopTimer timer = session.timer(() -> {
            if (session.isClosed()) {
                // a message under way outlives its publisher
                lane.publish(account.interest(), copy, outbox, null);
                return;
            }
            lastRoute = null;
            route(account, copy);
            lastRoute = null;
        });
        session.loop().schedule(timer, nanos);
    }
}
