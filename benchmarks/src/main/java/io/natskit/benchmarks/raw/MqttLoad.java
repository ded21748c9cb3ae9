// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import io.natskit.peer.load.LoadArguments;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One publisher and one subscriber of MQTT: {@code qos} 0 or 1, {@code size}, {@code millis}; with QoS 1 so many {@code inflight}. */
final class MqttLoad {
    private static final String TOPIC = "bench/a";
    private static final int BLOCK_BYTES = 64 * 1024;

    private final Target target;
    private final int qos;
    private final int inflight;
    private final long millis;
    private final byte[] message;
    private final int identifier;

    MqttLoad(LoadArguments arguments) {
        target = Target.of(arguments);
        qos = arguments.integer("qos", 0);
        inflight = arguments.integer("inflight", 256);
        millis = arguments.integer("millis", 1000);
        message = MqttConnection.publish(TOPIC, qos, arguments.integer("size", 128));
        identifier = MqttConnection.identifierAt(message, TOPIC);
    }

    /** Runs once, as {@link StreamLoad#run}. */
    String run() throws IOException {
        try (MqttConnection in = MqttConnection.open(target, "in");
                MqttConnection out = MqttConnection.open(target, "out")) {
            in.subscribe(TOPIC, qos);
            DoorReceiver receiver = new DoorReceiver(in.channel(), new Packets(in));
            Daemons.thread(receiver).start();
            long start = System.nanoTime();
            long deadline = start + millis * 1_000_000;
            long sent = qos == 0 ? publish(out, deadline) : publishAcknowledged(out, deadline);
            return Rates.line(sent, receiver.awaitAll(sent) - start);
        }
    }

    private long publish(MqttConnection out, long deadline) throws IOException {
        int messages = BLOCK_BYTES / message.length;
        ByteBuffer block = ByteBuffer.allocateDirect(messages * message.length);
        for (int i = 0; i < messages; i++) {
            block.put(message);
        }
        long sent = 0;
        do {
            out.write(block.rewind());
            sent += messages;
        } while (System.nanoTime() - deadline < 0);
        out.confirm();
        return sent;
    }

    /** Keeps so many on their way, and sends as many as were acknowledged. */
    private long publishAcknowledged(MqttConnection out, long deadline) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(inflight * message.length);
        ByteBuffer acks = ByteBuffer.allocateDirect(4 * inflight);
        long sent = 0;
        long acknowledged = 0;
        while (acknowledged < sent || System.nanoTime() - deadline < 0) {
            block.clear();
            while (sent - acknowledged < inflight && System.nanoTime() - deadline < 0) {
                int at = block.position();
                block.put(message);
                block.putShort(at + identifier, (short) (sent % 0xffff + 1));
                sent++;
            }
            out.write(block.flip());
            if (sent > acknowledged && out.channel().read(acks) < 0) {
                throw new EOFException("the server closed a publisher");
            }
            acknowledged += acks.position() / 4;
            // half an acknowledgement stays
            acks.flip().position(acks.limit() / 4 * 4);
            acks.compact();
        }
        return sent;
    }

    /** Counts messages, each of the same length, and acknowledges them where that is asked for. */
    private final class Packets implements DoorReceiver.Counter {
        private final MqttConnection from;
        private final byte[] packet = new byte[message.length];
        private final ByteBuffer acks = ByteBuffer.allocateDirect(1 << 20);
        private int filled;
        private long count;

        Packets(MqttConnection from) {
            this.from = from;
        }

        @Override
        public long take(ByteBuffer bytes) throws IOException {
            acks.clear();
            while (bytes.hasRemaining()) {
                int step = Math.min(packet.length - filled, bytes.remaining());
                bytes.get(packet, filled, step);
                filled += step;
                if (filled == packet.length) {
                    filled = 0;
                    whole();
                }
            }
            if (qos > 0) {
                from.write(acks.flip());
            }
            return count;
        }

        private void whole() {
            if ((packet[0] & 0xf0) != 0x30) {
                throw new IllegalStateException(
                        "packet " + (packet[0] & 0xff) + " (expected: a PUBLISH of one length)");
            }
            count++;
            if (qos > 0) {
                acks.put((byte) 0x40).put((byte) 2).put(packet[identifier]).put(packet[identifier + 1]);
            }
        }
    }
}
