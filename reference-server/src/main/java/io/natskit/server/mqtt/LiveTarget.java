// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.protocol.PublishFrame;
import io.natskit.server.router.Outbox;
import io.natskit.server.router.Publication;
import io.natskit.server.router.Subscription;
import io.natskit.server.session.ClientSession;
import io.natskit.server.transport.Stage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One filter of a client, as the router sees it: what is published now goes out as QoS 0, straight from the publisher's loop. What MQTT clients publish
 * above QoS 0 comes to a subscription above QoS 0 by its consumer instead. Called by every loop.
 */
final class LiveTarget implements Outbox {
    private static final byte[] ACK = "$JS.ACK.".getBytes(StandardCharsets.US_ASCII);

    private final MqttDoor door;
    private final ClientSession session;
    private final boolean wild;
    private volatile int qos;

    /** {@code wild} has it leave out topics that begin with a dollar sign. */
    LiveTarget(MqttDoor door, ClientSession session, boolean wild, int qos) {
        this.door = door;
        this.session = session;
        this.wild = wild;
        this.qos = qos;
    }

    void qos(int now) {
        qos = now;
    }

    @Override
    public boolean offer(Publication message, Subscription subscription) {
        PublishFrame frame = message.frame();
        byte[] renamed = message.shownAs();
        byte[] bytes = renamed != null ? renamed : frame.bytes;
        boolean shown = renamed == null && frame.shownLength > 0;
        int from = renamed != null ? 0 : shown ? frame.shown : frame.subject;
        int length = renamed != null ? renamed.length : shown ? frame.shownLength : frame.subjectLength;
        if (isLeftOut(message, frame, bytes, from, length) || !session.takes(message.origin())) {
            return false;
        }
        Lane lane = door.lane(message.lane());
        lane.turnTo(bytes, from, length);
        int header = Math.max(0, frame.headerLength);
        send(lane, session.output().stage(message.lane()), frame.bytes, frame.payload + header, frame.size - header);
        session.observed(frame, subscription);
        return true;
    }

    private boolean isLeftOut(Publication message, PublishFrame frame, byte[] bytes, int from, int length) {
        if (wild && length > 0 && bytes[from] == '$') {
            return true; // MQTT-4.7.2-1
        }
        if (frame.size > PacketWriter.LENGTH_MAX - PacketWriter.headMax(length)) {
            return true; // no packet holds it
        }
        if (qos > 0 && PublishHeaders.qos(frame) > 0) {
            return true;
        }
        // what a consumer of somebody else's delivers here is not for MQTT
        return message.origin() == null
                && frame.replyLength > ACK.length
                && Arrays.equals(frame.bytes, frame.reply, frame.reply + ACK.length, ACK, 0, ACK.length);
    }

    private void send(Lane lane, Stage stage, byte[] payload, int offset, int length) {
        byte[] bytes = payload;
        int from = offset;
        int size = length;
        if (lane.kind() == Sparkplug.Kind.DEATH) {
            bytes = Sparkplug.stamped(
                    payload,
                    offset,
                    length,
                    door.context().wallClock().instant().toEpochMilli());
            from = 0;
            size = bytes.length;
        }
        int flags = lane.kind() == Sparkplug.Kind.BIRTH_CERTIFICATE ? PublishPacket.RETAIN : 0;
        int head = lane.writeHead(flags, 0, size);
        stage.message(lane.head(), 0, head, bytes, from, size, size);
        if (session.trace().isOn()) {
            session.trace().out("PUBLISH " + Trace.publish(lane.topic(), flags, 0, size));
        }
    }

    @Override
    public boolean admits(byte[] bytes, int offset, int length, Subscription subscription) {
        return session.admits(bytes, offset, length, subscription);
    }

    @Override
    public void expired(Subscription subscription) {
        session.expired(subscription);
    }
}
