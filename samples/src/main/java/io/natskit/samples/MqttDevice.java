// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A small device that speaks MQTT 3.1.1, so that the samples need no library for it; yours takes any. It waits for each answer, says things with QoS 1 and hears with QoS 0. Not for several
 * threads.
 */
final class MqttDevice implements AutoCloseable {
    private static final int CONNECT = 0x10;
    private static final int PUBLISH = 0x30;
    private static final int SUBSCRIBE = 0x82;
    private static final int DISCONNECT = 0xe0;
    private static final int QOS1 = 0x02;
    private static final int RETAIN = 0x01;
    private static final int CLEAN_SESSION = 0x02;
    private static final int WILL_OF_QOS1 = 0x0c;
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private int lastIdentifier;

    /** Something said on a topic. */
    record Said(String topic, byte[] payload, boolean retained) {}

    /** Connects; {@code will} is what the server says for this device when it is gone without a word. */
    MqttDevice(int port, String id, @Nullable Said will) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        Fields fields = new Fields().text("MQTT").octet(4).octet(CLEAN_SESSION | (will == null ? 0 : WILL_OF_QOS1));
        fields.number(0).text(id);
        if (will != null) {
            fields.text(will.topic()).number(will.payload().length).raw(will.payload());
        }
        send(CONNECT, fields);
        expect(0x20, packet(0x20)[1] == 0);
    }

    /** Says something, and waits until the server has it for sure. */
    void publish(String topic, byte[] payload, boolean retained) throws IOException {
        int identifier = ++lastIdentifier;
        send(
                PUBLISH | QOS1 | (retained ? RETAIN : 0),
                new Fields().text(topic).number(identifier).raw(payload));
        packet(0x40);
    }

    /** Wants to hear what is said on topics that match. */
    void subscribe(String filter) throws IOException {
        send(SUBSCRIBE, new Fields().number(++lastIdentifier).text(filter).octet(0));
        expect(0x90, packet(0x90)[2] == 0);
    }

    /** The next thing that is said. */
    Said next() throws IOException {
        int first = in.readUnsignedByte();
        byte[] body = in.readNBytes(length());
        expect(PUBLISH, (first & 0xf6) == PUBLISH);
        int topic = (body[0] & 0xff) << 8 | body[1] & 0xff;
        byte[] payload = new byte[body.length - topic - 2];
        System.arraycopy(body, topic + 2, payload, 0, payload.length);
        return new Said(new String(body, 2, topic, StandardCharsets.UTF_8), payload, (first & RETAIN) != 0);
    }

    private byte[] packet(int type) throws IOException {
        int first = in.readUnsignedByte();
        byte[] body = in.readNBytes(length());
        expect(type, (first & 0xf0) == type);
        return body;
    }

    private static void expect(int type, boolean came) throws IOException {
        if (!came) {
            throw new IOException("another answer than packet 0x" + Integer.toHexString(type) + " with success");
        }
    }

    private int length() throws IOException {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int octet = in.readUnsignedByte();
            value |= (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IOException("a remaining length that does not end");
    }

    private void send(int first, Fields fields) throws IOException {
        byte[] body = fields.bytes.toByteArray();
        Fields packet = new Fields().octet(first);
        int rest = body.length;
        for (; rest > 0x7f; rest >>= 7) {
            packet.octet(rest & 0x7f | 0x80);
        }
        packet.octet(rest).raw(body);
        socket.getOutputStream().write(packet.bytes.toByteArray());
    }

    /** Is gone without a word, as when the power fails. */
    void breakDown() throws IOException {
        socket.close();
    }

    /** Says goodbye: its will is not told. */
    @Override
    public void close() throws IOException {
        if (!socket.isClosed()) {
            send(DISCONNECT, new Fields());
            socket.close();
        }
    }

    private static final class Fields {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Fields octet(int value) {
            bytes.write(value);
            return this;
        }

        Fields number(int value) {
            return octet(value >> 8).octet(value);
        }

        Fields text(String text) {
            byte[] raw = text.getBytes(StandardCharsets.UTF_8);
            return number(raw.length).raw(raw);
        }

        Fields raw(byte[] raw) {
            bytes.writeBytes(raw);
            return this;
        }
    }
}
