// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.protocol.ClientOps;
import io.natskit.server.protocol.Malformed;
import io.natskit.server.protocol.PublishFrame;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import io.natskit.wire.subject.Subjects;

/** Acts upon what a client sends. Confined to the connection's loop. */
final class Operations implements ClientOps {
    private final ClientSession session;
    private final Handshake handshake;
    private final Liveness liveness;
    private final Subscriptions subscriptions;
    private final Publishing publishing;
    private final Trace trace;

    private boolean active;
    private boolean firstPongSent;

    Operations(
            ClientSession session,
            Publishing publishing,
            Handshake handshake,
            Liveness liveness,
            Subscriptions subscriptions) {
        this.session = session;
        this.handshake = handshake;
        this.liveness = liveness;
        this.subscriptions = subscriptions;
        this.publishing = publishing;
        this.trace = session.trace();
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

    @Override
    public void connect(byte[] bytes, int offset, int length) {
        liveness.connectReceived();
        handshake.connect(bytes, offset, length);
    }

    @Override
    public void ping() {
        liveness.heard();
        session.lines().pong();
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
            session.lines().error("Invalid Publish Subject");
        }
    }

    @Override
    public void publish(PublishFrame frame) {
        active = true;
        publishing.publish(frame);
    }

    @Override
    public void subscribe(
            byte[] bytes, int subject, int subjectLength, int queue, int queueLength, int sid, int sidLength) {
        active = true;
        byte[] pattern = Frames.range(bytes, subject, subjectLength);
        byte[] group = queueLength == 0 ? null : Frames.range(bytes, queue, queueLength);
        byte[] name = Frames.range(bytes, sid, sidLength);
        if (subscriptions.add(
                        session.outbox(),
                        pattern,
                        group,
                        name,
                        session.standing().maxSubscriptions())
                && session.options().verbose()) {
            session.lines().ok();
        }
    }

    @Override
    public void unsubscribe(byte[] bytes, int sid, int sidLength, int max) {
        active = true;
        if (session.options().verbose()) {
            session.lines().ok();
        }
        subscriptions.end(bytes, sid, sidLength, max);
    }

    @Override
    public void error(byte[] bytes, int offset, int length) {
        session.log().error("Client Error " + Lines.text(bytes, offset, length));
        session.close(ClosedReason.PARSE_ERROR);
    }

    @Override
    public void info(byte[] bytes, int offset, int length) {
        try {
            JsonObject.parse(bytes, offset, length);
        } catch (JsonException e) {
            session.log().error(String.valueOf(e.getMessage()));
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
                session.lines().error("Unknown Protocol Operation");
                session.log().error("Client parser ERROR, proto='\"" + detail + "\"...'");
                session.close(ClosedReason.PROTOCOL_VIOLATION);
            }
            case BAD_ARGUMENTS, HEADERS_NOT_SUPPORTED -> {
                session.log().error(detail);
                session.close(ClosedReason.PROTOCOL_VIOLATION);
            }
            case CONTROL_LINE_TOO_LONG -> {
                session.lines().error("maximum control line exceeded");
                session.log().error("maximum control line exceeded (snip: " + detail + "...)");
                session.close(ClosedReason.MAXIMUM_CONTROL_LINE_EXCEEDED);
            }
            case PAYLOAD_TOO_LARGE -> {
                session.log().error("maximum payload exceeded: " + detail);
                session.lines().error("Maximum Payload Violation");
                session.close(ClosedReason.MAXIMUM_MESSAGE_PAYLOAD_EXCEEDED);
            }
            case NOT_LOGGED_IN -> handshake.violation("no CONNECT");
        }
    }
}
