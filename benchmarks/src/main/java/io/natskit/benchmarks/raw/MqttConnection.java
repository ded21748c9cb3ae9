// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A client of MQTT with a clean session that is through. Used by one thread at a time in each direction. */
final class MqttConnection implements Closeable {
    private static final int ANSWER_BYTES = 64;

    private final SocketChannel channel;

    private MqttConnection(SocketChannel channel) {
        this.channel = channel;
    }

    static MqttConnection open(Target target, String id) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(target.host(), target.port()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        MqttConnection connection = new MqttConnection(channel);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.writeBytes(new byte[] {4, 2, 0, 0});
        text(body, id);
        connection.write(ByteBuffer.wrap(packet(0x10, body.toByteArray())));
        connection.await(0x20);
        return connection;
    }

    private static void text(ByteArrayOutputStream to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        to.write(bytes.length >> 8);
        to.write(bytes.length);
        to.writeBytes(bytes);
    }

    private static byte[] packet(int first, byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int rest = body.length;
        for (; rest > 0x7f; rest >>= 7) {
            packet.write(rest & 0x7f | 0x80);
        }
        packet.write(rest);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    /** A PUBLISH of that QoS, 0 or 1, whose identifier stands at {@link #identifierAt}. */
    static byte[] publish(String topic, int qos, int size) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, topic);
        body.writeBytes(new byte[2 * qos]);
        body.writeBytes("x".repeat(size).getBytes(StandardCharsets.US_ASCII));
        return packet(0x30 | qos << 1, body.toByteArray());
    }

    /** Where the identifier is in a message of {@link #publish}. */
    static int identifierAt(byte[] message, String topic) {
        int head = message[1] < 0 ? message[2] < 0 ? 4 : 3 : 2;
        return head + 2 + topic.length();
    }

    void subscribe(String topic, int qos) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1});
        text(body, topic);
        body.write(qos);
        write(ByteBuffer.wrap(packet(0x82, body.toByteArray())));
        await(0x90);
    }

    /** Returns when the server has taken all that was sent. Only for a connection to which nothing is on its way. */
    void confirm() throws IOException {
        write(ByteBuffer.wrap(packet(0xc0, new byte[0])));
        await(0xd0);
    }

    private void await(int type) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
        while (answer.position() < 2 || answer.position() < 2 + answer.get(1)) {
            if (channel.read(answer) < 0) {
                throw new EOFException("the server closed");
            }
        }
        if ((answer.get(0) & 0xf0) != type) {
            throw new IOException(
                    "the server answered: packet " + (answer.get(0) & 0xff) + " (expected: " + type + ")");
        }
    }

    SocketChannel channel() {
        return channel;
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
