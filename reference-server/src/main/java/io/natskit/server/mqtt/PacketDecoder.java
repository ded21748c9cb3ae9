// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.protocol.InputDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the bytes of one client into calls on {@link Packets}. Parses in place; an incomplete packet is left to the caller, who presents it again
 * with more, so that nothing is kept here and no declared length makes room for anything. Input split anywhere gives the same calls. Confined to
 * the client's loop; pure.
 */
final class PacketDecoder implements InputDecoder {
    /** What a packet may take beside the largest payload: fixed header, longest topic, identifier. */
    private static final int OVERHEAD = 5 + 2 + 65_535 + 2;
    /** What somebody unknown may have us remember. */
    private static final int CONNECT_MAX = 64 * 1024;

    private static final int LENGTH_OCTETS_MAX = 4;

    private final Packets packets;
    private final boolean rejectsQos2;
    private final PacketReader reader = new PacketReader();
    private final PublishPacket publish = new PublishPacket();
    private int maxPayload;
    private boolean connected;
    private boolean halted;
    private int wanted;

    // the length just read
    private int length;
    private int body;

    /** A decoder that tells {@code packets}; {@code rejectsQos2} has it refuse PUBLISH and wills of QoS 2. */
    PacketDecoder(Packets packets, int maxPayload, boolean rejectsQos2) {
        this.packets = packets;
        this.maxPayload = maxPayload;
        this.rejectsQos2 = rejectsQos2;
    }

    @Override
    public void maxPayload(int bytes) {
        maxPayload = bytes;
    }

    @Override
    public void halt() {
        halted = true;
    }

    @Override
    public void proceed() {
        halted = false;
    }

    @Override
    public int wanted() {
        return wanted;
    }

    @Override
    public int decode(byte[] b, int offset, int end) {
        int at = offset;
        wanted = 0;
        while (!halted && at < end) {
            int next;
            try {
                next = packet(b, at, end);
            } catch (MalformedPacketException e) {
                halted = true;
                packets.malformed(e.code(), e.text());
                return end;
            }
            if (next < 0) {
                return at;
            }
            at = next;
        }
        return at;
    }

    /** One packet: the index behind it, -1 if it is not whole. */
    private int packet(byte[] b, int at, int end) throws MalformedPacketException {
        int type = b[at] & PacketType.MASK;
        int flags = b[at] & PacketType.FLAGS;
        if (!connected && type != PacketType.CONNECT) {
            throw new MalformedPacketException(
                    startsWithGet(b, at, end)
                            ? "MQTT clients over websocket must connect to the Websocket port, not the MQTT port"
                            : "the first packet should be a CONNECT (16), got " + type);
        }
        int expected = PacketType.flags(type);
        if (expected >= 0 && flags != expected) {
            throw new MalformedPacketException("invalid fixed header flags " + Integer.toHexString(flags)
                    + " for packet type " + Integer.toHexString(type));
        }
        if (!length(b, at + 1, end)) {
            return -1;
        }
        int fixed = PacketType.length(type);
        if (fixed >= 0 && length != fixed) {
            throw new MalformedPacketException(
                    "invalid remaining length " + length + " for packet type " + Integer.toHexString(type));
        }
        int whole = body - at + length;
        if (isTooLong(whole)) {
            halted = true;
            packets.tooLong(whole);
            return end;
        }
        if (whole > end - at) {
            wanted = whole;
            return -1;
        }
        reader.reset(b, body, body + length);
        tell(type, flags);
        return at + whole;
    }

    private boolean isTooLong(int whole) {
        if (!connected) {
            return whole > (maxPayload < 0 ? CONNECT_MAX : Math.min(CONNECT_MAX, maxPayload));
        }
        return maxPayload >= 0 && whole > (long) maxPayload + OVERHEAD;
    }

    private static boolean startsWithGet(byte[] b, int at, int end) {
        return end - at >= 4 && b[at] == 'G' && b[at + 1] == 'E' && b[at + 2] == 'T' && b[at + 3] == ' ';
    }

    /** The remaining length; false if it is not whole. */
    private boolean length(byte[] b, int from, int end) throws MalformedPacketException {
        int value = 0;
        for (int i = 0; i < LENGTH_OCTETS_MAX; i++) {
            if (from + i == end) {
                return false;
            }
            int octet = b[from + i] & 0xff;
            value |= (octet & 0x7f) << 7 * i;
            if (octet < 0x80) {
                length = value;
                body = from + i + 1;
                return true;
            }
        }
        throw new MalformedPacketException("malformed variable int");
    }

    private void tell(int type, int flags) throws MalformedPacketException {
        switch (type) {
            case PacketType.CONNECT -> {
                if (connected) {
                    throw new MalformedPacketException("received a second CONNECT packet");
                }
                ConnectPacket packet = ConnectPacket.read(reader, rejectsQos2);
                connected = true;
                packets.connect(packet);
            }
            case PacketType.PUBLISH -> publish(flags);
            case PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBREL, PacketType.PUBCOMP ->
                packets.acknowledge(type, reader.identifier());
            case PacketType.SUBSCRIBE -> packets.subscribe(reader.identifier(), filters(true));
            case PacketType.UNSUBSCRIBE -> packets.unsubscribe(reader.identifier(), filters(false));
            case PacketType.PINGREQ -> packets.ping();
            case PacketType.DISCONNECT -> packets.disconnect();
            default -> throw new MalformedPacketException("received unknown packet type " + (type >> 4));
        }
    }

    private void publish(int flags) throws MalformedPacketException {
        PublishPacket p = publish;
        p.flags = flags;
        int qos = p.qos();
        if (qos > 2) {
            throw new MalformedPacketException("QoS=" + qos + " is invalid in MQTT");
        }
        if (rejectsQos2 && qos == 2) {
            throw new MalformedPacketException("QoS=2 is disabled for PUBLISH messages");
        }
        p.bytes = reader.bytes();
        p.topicLength = reader.block("topic");
        p.topic = reader.position() - p.topicLength;
        if (p.topicLength == 0) {
            throw new MalformedPacketException("topic cannot be empty");
        }
        PacketReader.check(p.bytes, p.topic, p.topicLength, "topic");
        p.identifier = 0;
        if (qos > 0) {
            p.identifier = reader.number("packet identifier");
            if (p.identifier == 0) {
                throw new MalformedPacketException("with QoS=" + qos + ", packet identifier cannot be 0");
            }
        }
        p.payload = reader.position();
        p.payloadLength = reader.remaining();
        packets.publish(p);
    }

    private List<TopicFilter> filters(boolean subscribing) throws MalformedPacketException {
        List<TopicFilter> filters = new ArrayList<>();
        while (reader.remaining() > 0) {
            byte[] topic = reader.copy("topic filter");
            if (topic.length == 0) {
                throw new MalformedPacketException("topic filter cannot be empty");
            }
            PacketReader.check(topic, 0, topic.length, "topic filter");
            int qos = subscribing ? reader.octet("QoS") : 0;
            if (qos > 2) {
                throw new MalformedPacketException("subscribe QoS value must be 0, 1 or 2, got " + qos);
            }
            filters.add(new TopicFilter(topic, Topics.toPattern(topic), qos));
        }
        if (filters.isEmpty()) {
            throw new MalformedPacketException(
                    (subscribing ? "" : "un") + "subscribe protocol must contain at least 1 topic filter");
        }
        return filters;
    }
}
