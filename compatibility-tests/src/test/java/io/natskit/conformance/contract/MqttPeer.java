// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import io.natskit.conformance.target.LoggedPort;
import io.natskit.conformance.target.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;

/** An MQTT client made of a socket, which sees each byte and may do what no client should. Each wait is bounded. */
final class MqttPeer implements AutoCloseable {
    static final int CLEAN = 0x02;
    static final int WILL = 0x04;
    static final int RETAIN = 0x01;
    static final int DUP = 0x08;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private MqttPeer(Socket socket) {
        this.socket = socket;
        try {
            this.in = new DataInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A packet of the server; {@code CLOSED} is the end. */
    record Packet(int first, byte[] body) {
        static final Packet CLOSED = new Packet(-1, new byte[0]);

        int type() {
            return first & 0xf0;
        }

        int flags() {
            return first & 0x0f;
        }

        int qos() {
            return first >> 1 & 3;
        }

        /** The topic of a PUBLISH. */
        String topic() {
            return new String(body, 2, topicLength(), StandardCharsets.UTF_8);
        }

        private int topicLength() {
            return (body[0] & 0xff) << 8 | body[1] & 0xff;
        }

        /** The identifier of a PUBLISH above QoS 0, or of what begins with it. */
        int identifier() {
            int at = type() == 0x30 ? 2 + topicLength() : 0;
            return (body[at] & 0xff) << 8 | body[at + 1] & 0xff;
        }

        /** The payload of a PUBLISH. */
        String payload() {
            int from = 2 + topicLength() + (qos() > 0 ? 2 : 0);
            return new String(body, from, body.length - from, StandardCharsets.UTF_8);
        }

        /** As the cases write it: type, flags and all that matters of a PUBLISH, and the bytes of any other. */
        @Override
        public String toString() {
            if (first < 0) {
                return "closed";
            }
            return type() == 0x30
                    ? "PUBLISH " + topic() + " flags=" + flags() + " " + payload()
                    : HexFormat.of().withDelimiter(" ").formatHex(new byte[] {(byte) first}) + " "
                            + HexFormat.of().withDelimiter(" ").formatHex(body);
        }
    }

    static MqttPeer dial(RunningServer server) {
        return dial(LoggedPort.MQTT.of(server));
    }

    static MqttPeer dial(int port) {
        return new MqttPeer(Sockets.open(port));
    }

    static MqttPeer dial(RunningServer server, SSLContext trusting) {
        return new MqttPeer(Sockets.open(LoggedPort.MQTT.of(server), trusting));
    }

    /** A client with a clean session that is through. */
    static MqttPeer clean(RunningServer server, String id) {
        return dial(server).connected(id, CLEAN, "20 00 00");
    }

    /** A client whose session lasts; {@code present} says whether the server must know it. */
    static MqttPeer lasting(RunningServer server, String id, boolean present) {
        return dial(server).connected(id, 0, present ? "20 01 00" : "20 00 00");
    }

    private MqttPeer connected(String id, int flags, String answer) {
        connect(id, flags, 0);
        String said = packet().toString();
        if (!said.equals(answer)) {
            throw new IllegalStateException("expected " + answer + ", got " + said);
        }
        return this;
    }

    // ---- packets of a client

    /** CONNECT; {@code more} are the fields behind the client's id, each behind its length. */
    MqttPeer connect(String id, int flags, int keepAlive, String... more) {
        Fields fields = new Fields()
                .text("MQTT")
                .octet(4)
                .octet(flags)
                .number(keepAlive)
                .text(id);
        for (String one : more) {
            fields.text(one);
        }
        return send(0x10, fields.bytes());
    }

    /** PUBLISH; {@code flags} are those of the packet, and the identifier counts above QoS 0. */
    MqttPeer publish(int flags, String topic, int identifier, String payload) {
        Fields fields = new Fields().text(topic);
        if ((flags & 6) != 0) {
            fields.number(identifier);
        }
        return send(
                0x30 | flags,
                fields.raw(payload.getBytes(StandardCharsets.UTF_8)).bytes());
    }

    /** SUBSCRIBE to one filter. */
    MqttPeer subscribe(int identifier, String filter, int qos) {
        return send(
                0x82, new Fields().number(identifier).text(filter).octet(qos).bytes());
    }

    /** SUBSCRIBE, and the answer that grants it. */
    MqttPeer subscribed(String filter, int qos) {
        subscribe(7, filter, qos);
        String said = packet().toString();
        String granted = "90 00 07 0" + qos;
        if (!said.equals(granted)) {
            throw new IllegalStateException("expected " + granted + ", got " + said);
        }
        return this;
    }

    MqttPeer unsubscribe(int identifier, String filter) {
        return send(0xa2, new Fields().number(identifier).text(filter).bytes());
    }

    /** PUBACK (0x40), PUBREC (0x50), PUBREL (0x62) or PUBCOMP (0x70). */
    MqttPeer acknowledge(int first, int identifier) {
        return send(first, new Fields().number(identifier).bytes());
    }

    /** PINGREQ and its answer, between which everything asked before is done. */
    MqttPeer fence() {
        List<String> before = heardToFence();
        if (!before.isEmpty()) {
            throw new IllegalStateException("expected PINGRESP, got " + before);
        }
        return this;
    }

    /** What comes before the answer to a PINGREQ. */
    List<String> heardToFence() {
        send(0xc0, new byte[0]);
        List<String> before = new ArrayList<>();
        for (String said = heard(); !said.equals("d0 "); said = heard()) {
            if (said.equals("closed")) {
                throw new IllegalStateException("closed instead of PINGRESP, after " + before);
            }
            before.add(said);
        }
        return before;
    }

    MqttPeer disconnect() {
        return send(0xe0, new byte[0]);
    }

    private MqttPeer send(int first, byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int rest = body.length;
        do {
            packet.write(rest > 0x7f ? rest & 0x7f | 0x80 : rest);
            rest >>= 7;
        } while (rest > 0);
        packet.writeBytes(body);
        return raw(packet.toByteArray());
    }

    /** Bytes as they are, in hexadecimal. */
    MqttPeer raw(String hex) {
        return raw(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    MqttPeer raw(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    // ---- packets of the server

    /** The next packet, or the end. */
    Packet packet() {
        try {
            int first = in.read();
            if (first < 0) {
                return Packet.CLOSED;
            }
            byte[] body = new byte[length()];
            in.readFully(body);
            return new Packet(first, body);
        } catch (EOFException | SocketException e) {
            return Packet.CLOSED;
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
        throw new IllegalStateException("a length that does not end");
    }

    /** The next packet as {@link Packet#toString} writes it. */
    String heard() {
        return packet().toString();
    }

    MqttPeer patience(Duration patience) {
        try {
            socket.setSoTimeout((int) patience.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
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

    /** The fields of a packet. */
    static final class Fields {
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

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
