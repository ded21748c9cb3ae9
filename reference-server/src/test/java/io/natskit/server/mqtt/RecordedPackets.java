// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a decoder tells. */
final class RecordedPackets implements Packets {
    private final List<String> told = new ArrayList<>();

    /** All that was told, in order. */
    List<String> told() {
        return told;
    }

    /** Decodes the bytes in pieces that end at these places, each of which begins with what was left of the one before. */
    static List<String> of(byte[] bytes, int maxPayload, int... cuts) {
        RecordedPackets packets = new RecordedPackets();
        PacketDecoder decoder = new PacketDecoder(packets, maxPayload, false);
        int from = 0;
        for (int cut : cuts) {
            from = decoder.decode(bytes, from, cut);
        }
        decoder.decode(bytes, from, bytes.length);
        return packets.told;
    }

    @Override
    public void connect(ConnectPacket packet) {
        told.add("connect " + packet);
    }

    @Override
    public void publish(PublishPacket p) throws MalformedPacketException {
        String topic = new String(p.bytes, p.topic, p.topicLength, StandardCharsets.UTF_8);
        byte[] subject = Topics.toSubject(p.bytes, p.topic, p.topicLength, false);
        told.add("publish " + topic + " = " + Names.text(subject) + " flags=" + p.flags + " id=" + p.identifier + " "
                + new String(p.bytes, p.payload, p.payloadLength, StandardCharsets.UTF_8));
    }

    @Override
    public void acknowledge(int type, int identifier) {
        told.add(PacketType.name(type) + " " + identifier);
    }

    @Override
    public void subscribe(int identifier, List<TopicFilter> filters) {
        told.add("subscribe " + identifier + shown(filters));
    }

    @Override
    public void unsubscribe(int identifier, List<TopicFilter> filters) {
        told.add("unsubscribe " + identifier + shown(filters));
    }

    private static String shown(List<TopicFilter> filters) {
        StringBuilder text = new StringBuilder();
        filters.forEach(
                one -> text.append(' ').append(one.subject()).append(':').append(one.qos()));
        return text.toString();
    }

    @Override
    public void ping() {
        told.add("ping");
    }

    @Override
    public void disconnect() {
        told.add("disconnect");
    }

    @Override
    public void malformed(int code, String text) {
        told.add("malformed " + code + " " + text);
    }

    @Override
    public void tooLong(int bytes) {
        told.add("too long " + bytes);
    }
}
