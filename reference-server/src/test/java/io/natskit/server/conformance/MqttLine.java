// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that speaks MQTT, made of bytes. It acknowledges what comes with QoS 1. Reads give up after ten seconds. */
final class MqttLine implements AutoCloseable {
    static final int RETAIN = 1;
    static final int QOS1 = 2;
    private static final int CLEAN = 2;
    private static final int CONNACK = 0x20;
    private static final int PUBLISH = 0x30;
    private static final int PUBACK = 0x40;
    private static final int SUBACK = 0x90;
    private static final int PINGRESP = 0xd0;
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final List<Heard> heard = new ArrayList<>();

    /** What came. */
    record Heard(String topic, int qos, boolean retained) {}

    /** Who comes, and what is to be said when it is gone without a word: an empty message. */
    MqttLine(int port, String user, String id, boolean clean, @Nullable String will) {
        try {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.write(4);
        body.write(0xc0 | (clean ? CLEAN : 0) | (will == null ? 0 : 4));
        number(body, 0);
        text(body, id);
        if (will != null) {
            text(body, will);
            text(body, "");
        }
        text(body, user);
        text(body, "p");
        send(0x10, body);
        await(CONNACK);
    }

    private static void number(ByteArrayOutputStream to, int value) {
        to.write(value >> 8);
        to.write(value);
    }

    private static void text(ByteArrayOutputStream to, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        number(to, bytes.length);
        to.writeBytes(bytes);
    }

    private void send(int first, ByteArrayOutputStream body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int rest = body.size();
        do {
            packet.write(rest > 0x7f ? rest & 0x7f | 0x80 : rest);
            rest >>= 7;
        } while (rest > 0);
        packet.writeBytes(body.toByteArray());
        try {
            socket.getOutputStream().write(packet.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Publishes; {@code flags} are those of the packet. */
    void publish(String topic, int flags, String payload) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, topic);
        if ((flags & QOS1) != 0) {
            number(body, 1);
        }
        body.writeBytes(payload.getBytes(UTF_8));
        send(PUBLISH | flags, body);
    }

    /** Subscribes; answers the code for it. */
    int subscribe(String filter, int qos) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        number(body, 1);
        text(body, filter);
        body.write(qos);
        send(0x82, body);
        return await(SUBACK)[2] & 0xff;
    }

    /** Waits until the server has taken all that was sent; answers what came since the last time. */
    List<Heard> heard() {
        send(0xc0, new ByteArrayOutputStream());
        await(PINGRESP);
        List<Heard> all = List.copyOf(heard);
        heard.clear();
        return all;
    }

    /** The next packet of a type; messages before it are remembered, and whatever else comes is passed over. */
    private byte[] await(int type) {
        try {
            int first = in.readUnsignedByte();
            byte[] body = in.readNBytes(length());
            while ((first & 0xf0) != type) {
                if ((first & 0xf0) == PUBLISH) {
                    take(first, body);
                }
                first = in.readUnsignedByte();
                body = in.readNBytes(length());
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
        throw new IOException("a length that does not end");
    }

    private void take(int first, byte[] body) {
        int length = (body[0] & 0xff) << 8 | body[1] & 0xff;
        int qos = first >> 1 & 3;
        heard.add(new Heard(new String(body, 2, length, UTF_8), qos, (first & RETAIN) != 0));
        if (qos == 1) {
            ByteArrayOutputStream identifier = new ByteArrayOutputStream();
            identifier.write(body, 2 + length, 2);
            send(PUBACK, identifier);
        }
    }

    /** Goes without a word. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
