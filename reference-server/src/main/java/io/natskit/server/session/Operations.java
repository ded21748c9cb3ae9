// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.account.Account;
import io.natskit.server.account.SubjectMappings;
import io.natskit.server.account.SubjectPrefixes;
import io.natskit.server.auth.ReplyPermits;
import io.natskit.server.auth.ReservedSubjects;
import io.natskit.server.auth.Violations;
import io.natskit.server.protocol.ClientOps;
import io.natskit.server.protocol.Malformed;
import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Route;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.subject.Interest;
import io.natskit.server.tracing.MessageTrace;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.subject.Subjects;
import org.jspecify.annotations.Nullable;

/** Acts upon what a client sends. Confined to the connection's loop. */
final class Operations implements ClientOps {
    private final ClientSession session;
    private final Handshake handshake;
    private final Liveness liveness;
    private final Subscriptions subscriptions;
    private final ClientOutbox outbox;
    private final RouterLane lane;
    private final Trace trace;
    private boolean tracing;
    private final @Nullable Hooks hooks;
    private final Traces traces;

    // the last message, whose verdict and route hold for the next one on the same subject
    private boolean lastAllowed;
    private @Nullable Route lastRoute;
    // of the message at hand, where there is one
    private @Nullable MessageTrace traced;

    private boolean active;
    private boolean firstPongSent;

    // written by the loop, read by monitoring
    private long messages;
    private long payloadBytes;

    Operations(
            ClientSession session,
            ServerContext context,
            Handshake handshake,
            Liveness liveness,
            Subscriptions subscriptions) {
        this.session = session;
        this.handshake = handshake;
        this.liveness = liveness;
        this.subscriptions = subscriptions;
        this.outbox = session.outbox();
        this.lane = context.lanes()[session.loop().index()];
        this.trace = session.trace();
        this.tracing = context.log().isTrace();
        this.hooks = context.hooks();
        this.traces = new Traces(session);
    }

    /** Whether something came since the last call that shows that the client is at work. */
    boolean takeActivity() {
        boolean was = active;
        active = false;
        return was;
    }

    /** Whether it has said who it is and heard the first PONG, so that it understands what comes unasked. */
    boolean isGreeted() {
        return firstPongSent;
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

    @Override
    public void connect(byte[] bytes, int offset, int length) {
        liveness.connectReceived();
        handshake.connect(bytes, offset, length);
    }

    @Override
    public void ping() {
        liveness.heard();
        session.sendPong();
        if (handshake.isConnected() && !firstPongSent) {
            firstPongSent = true;
            if (session.options().protocol() >= 1) {
                session.send(handshake.connectInfo());
            }
        }
    }

    @Override
    public void pong() {
        liveness.pong();
    }

    @Override
    public void publishing(byte[] bytes, int subject, int subjectLength) {
        if (!Subjects.isValid(bytes, subject, subjectLength) || !Subjects.isLiteral(bytes, subject, subjectLength)) {
            session.sendError("Invalid Publish Subject");
        }
    }

    @Override
    public void publish(PublishFrame frame) {
        messages++;
        payloadBytes += frame.size;
        active = true;
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

    private void accept(PublishFrame frame) {
        boolean known = frame.sameSubject && lastAllowed;
        if (!known) {
            lastRoute = null;
            lastAllowed = false;
            if (!mayPublish(frame)) {
                return;
            }
        }
        if (frame.replyLength > 0 && ReservedSubjects.isReservedForReply(frame.bytes, frame.reply, frame.replyLength)) {
            refuse(
                    Violations.publishWithReply(frame.bytes, frame.reply, frame.replyLength),
                    "Publish Violation - Reply " + Violations.quoted(frame.bytes, frame.reply, frame.replyLength));
            return;
        }
        if (session.options().verbose()) {
            session.sendOk();
        }
        if (tracing) {
            trace.payloadIn(frame);
        }
        if (hooks != null && !isLeftAlone(frame, hooks)) {
            return;
        }
        route(session.account(), frame);
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
            session.sendError("Invalid Publish Subject");
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
        session.sendError(text);
        session.error(line);
    }

    /** Asks whoever looks on; true if the message goes its way as if nobody did. */
    private boolean isLeftAlone(PublishFrame frame, Hooks looking) {
        Hooks.Decision decision = looking.published(session, frame);
        switch (decision.kind()) {
            case DELIVER -> {
                return true;
            }
            case REFUSE -> session.sendError(decision.error());
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

    @Override
    public void subscribe(
            byte[] bytes, int subject, int subjectLength, int queue, int queueLength, int sid, int sidLength) {
        active = true;
        byte[] pattern = Frames.range(bytes, subject, subjectLength);
        byte[] group = queueLength == 0 ? null : Frames.range(bytes, queue, queueLength);
        byte[] name = Frames.range(bytes, sid, sidLength);
        if (subscriptions.add(pattern, group, name, session.maxSubscriptions())
                && session.options().verbose()) {
            session.sendOk();
        }
    }

    @Override
    public void unsubscribe(byte[] bytes, int sid, int sidLength, int max) {
        active = true;
        if (session.options().verbose()) {
            session.sendOk();
        }
        subscriptions.end(bytes, sid, sidLength, max);
    }

    @Override
    public void error(byte[] bytes, int offset, int length) {
        session.error("Client Error " + Lines.text(bytes, offset, length));
        session.close(ClosedReason.PARSE_ERROR);
    }

    @Override
    public void info(byte[] bytes, int offset, int length) {
        try {
            JsonObject.parse(bytes, offset, length);
        } catch (JsonException e) {
            session.error(String.valueOf(e.getMessage()));
            session.close(ClosedReason.PARSE_ERROR);
        }
    }

    @Override
    public void line(String verb, byte[] bytes, int offset, int length) {
        trace.in(verb, bytes, offset, length);
    }

    @Override
    public boolean openGate() {
        return handshake.admitWithoutConnect();
    }

    @Override
    public void malformed(Malformed kind, String detail) {
        switch (kind) {
            case UNKNOWN_OPERATION -> {
                session.sendError("Unknown Protocol Operation");
                session.error("Client parser ERROR, proto='\"" + detail + "\"...'");
                session.close(ClosedReason.PROTOCOL_VIOLATION);
            }
            case BAD_ARGUMENTS, HEADERS_NOT_SUPPORTED -> {
                session.error(detail);
                session.close(ClosedReason.PROTOCOL_VIOLATION);
            }
            case CONTROL_LINE_TOO_LONG -> {
                session.sendError("maximum control line exceeded");
                session.error("maximum control line exceeded (snip: " + detail + "...)");
                session.close(ClosedReason.MAXIMUM_CONTROL_LINE_EXCEEDED);
            }
            case PAYLOAD_TOO_LARGE -> {
                session.error("maximum payload exceeded: " + detail);
                session.sendError("Maximum Payload Violation");
                session.close(ClosedReason.MAXIMUM_MESSAGE_PAYLOAD_EXCEEDED);
            }
            case NOT_LOGGED_IN -> handshake.violation("no CONNECT");
        }
    }
}
