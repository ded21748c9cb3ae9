// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one whole packet, and never past its end. Reused from packet to packet; pure. */
final class PacketReader {
    private byte[] bytes = {};
    private int at;
    private int end;

    void reset(byte[] packet, int from, int to) {
        bytes = packet;
        at = from;
        end = to;
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    byte[] bytes() {
        return bytes;
    }

    int octet(String field) throws MalformedPacketException {
        if (at == end) {
            throw new MalformedPacketException("error reading " + field + ": EOF");
        }
        return bytes[at++] & 0xff;
    }

    int number(String field) throws MalformedPacketException {
        if (remaining() < 2) {
            throw cut(field);
        }
        int value = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
        at += 2;
        return value;
    }

    /** A packet identifier, which is never 0. */
    int identifier() throws MalformedPacketException {
        int value = number("packet identifier");
        if (value == 0) {
            throw new MalformedPacketException("packet identifier cannot be 0");
        }
        return value;
    }

    /** Bytes behind their length: answers where they end; they begin at {@link #position()} minus their length. */
    int block(String field) throws MalformedPacketException {
        int length = number(field);
        if (length > remaining()) {
            throw cut(field);
        }
        at += length;
        return length;
    }

    /** As {@link #block}, in an array of their own. */
    byte[] copy(String field) throws MalformedPacketException {
        int length = block(field);
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** A text: UTF-8 without NUL, as MQTT has it (1.5.3); {@code code} is what CONNACK says if it is not. */
    String text(String field, int code) throws MalformedPacketException {
        byte[] raw = copy(field);
        String text = decoded(raw);
        if (text == null) {
            throw new MalformedPacketException(code, "invalid utf8 for " + field);
        }
        if (text.indexOf(0) >= 0) {
            throw new MalformedPacketException(code, "invalid null character in " + field);
        }
        return text;
    }

    /** Checks the bytes of a topic as {@link #text} does. */
    static void check(byte[] bytes, int offset, int length, String field) throws MalformedPacketException {
        boolean ascii = true;
        for (int i = offset; i < offset + length; i++) {
            ascii &= bytes[i] > 0;
        }
        if (ascii) {
            return;
        }
        String text = decoded(Arrays.copyOfRange(bytes, offset, offset + length));
        if (text == null) {
            throw new MalformedPacketException("invalid utf8 for " + field);
        }
        if (text.indexOf(0) >= 0) {
            throw new MalformedPacketException("invalid null character in " + field);
        }
    }

    private static @Nullable String decoded(byte[] raw) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The packet must have ended here. */
    void finish(String packet) throws MalformedPacketException {
        if (at != end) {
            throw new MalformedPacketException(
                    packet + " has " + remaining() + " bytes behind its last field (expected: 0)");
        }
    }

    private static MalformedPacketException cut(String field) {
        return new MalformedPacketException("error reading " + field + ": unexpected EOF");
    }
}
