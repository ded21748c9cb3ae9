// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.jetstream.stream.HeaderBlock;
import io.natskit.server.protocol.PublishFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The header blocks by which messages of MQTT are known among those of NATS. Pure. */
final class PublishHeaders {
    private static final String FIRST_LINE = "NATS/1.0\r\n";
    private static final byte[][] PUBLISHED = {published("0"), published("1"), published("2")};
    private static final int QOS_AT = PUBLISHED[0].length - 5;
    private static final String HEX = "0123456789abcdef";

    private PublishHeaders() {}

    private static byte[] published(String value) {
        return (FIRST_LINE + "Nmqtt-Pub:" + value + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The block of a message that was published with that quality of service; not to be changed. */
    static byte[] published(int qos) {
        return PUBLISHED[qos];
    }

    /** The same for a delivery that must happen once: the stream knows its id. */
    static byte[] published(int qos, String messageId) {
        return (FIRST_LINE + "Nmqtt-Pub:" + qos + "\r\nNats-Msg-Id:" + messageId + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The block of a message of QoS 2 that is held until its release: it says where it goes. */
    static byte[] held(int flags, byte[] subject, byte @Nullable [] mappedFrom) {
        String text = FIRST_LINE + "Nmqtt-Pub:2" + HEX.charAt(flags & PacketType.FLAGS) + "\r\nNmqtt-Subject:"
                + Names.text(subject) + "\r\n"
                + (mappedFrom == null ? "" : "Nmqtt-Mapped:" + Names.text(mappedFrom) + "\r\n") + "\r\n";
        return Names.bytes(text);
    }

    /** The block of a release that waits for its PUBCOMP; the rest, of ours alone, says whose it is. */
    static byte[] released(int identifier, Unacknowledged.Message of) {
        return Names.bytes(FIRST_LINE + "Nmqtt-PubRel:" + identifier + "\r\nNmqtt-PubRel-Of:"
                + Names.text(of.acknowledgement()) + "\r\nNmqtt-PubRel-Id:" + of.id() + "\r\n\r\n");
    }

    /** The quality of service that a message was published with; 0 for one that NATS published. */
    static int qos(byte[] bytes, int offset, int length) {
        byte[] usual = PUBLISHED[0];
        if (length == usual.length && Arrays.equals(bytes, offset, offset + QOS_AT, usual, 0, QOS_AT)) {
            return digit(bytes[offset + QOS_AT]);
        }
        String value = length <= 0 ? null : HeaderBlock.text(bytes, offset, length, Names.PUBLISHED);
        return value == null || value.isEmpty() ? 0 : digit((byte) value.charAt(0));
    }

    private static int digit(byte b) {
        return b == '1' ? 1 : b == '2' ? 2 : 0;
    }

    /** As {@link #qos(byte[], int, int)}. */
    static int qos(PublishFrame frame) {
        return frame.headerLength <= 0 ? 0 : qos(frame.bytes, frame.payload, frame.headerLength);
    }

    /** The flags of the PUBLISH in the block of a held message, as far as they are told. */
    static int heldFlags(byte[] block) {
        String value = HeaderBlock.text(block, Names.PUBLISHED);
        return value == null || value.length() < 2 ? 0 : Math.max(0, HEX.indexOf(value.charAt(1)));
    }
}
