// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The first packet of a client. Prints no secret.
 *
 * @param clientId how it calls itself; empty where the server is to choose
 * @param clean whether nothing of its session lasts
 * @param keepAliveSeconds how long it may be silent, 0 for ever
 * @param will what is published if it goes without a word, or null
 * @param user its name, or null
 * @param password its password, token or JWT, or null
 */
record ConnectPacket(
        String clientId,
        boolean clean,
        int keepAliveSeconds,
        @Nullable Will will,
        @Nullable String user,
        @Nullable String password) {
    static final int BAD_VERSION = 1;
    static final int BAD_IDENTIFIER = 2;
    static final int BAD_USER_OR_PASSWORD = 4;
    static final int NOT_AUTHORIZED = 5;
    static final int QOS2_WILL_REJECTED = 0x10;

    private static final int RESERVED = 0x01;
    private static final int CLEAN = 0x02;
    private static final int WILL = 0x04;
    private static final int WILL_RETAIN = 0x20;
    private static final int PASSWORD = 0x40;
    private static final int USER = 0x80;
    private static final int LEVEL = 4;

    /** Reads the packet, in the order and with the complaints of nats-server; {@code rejectsQos2} refuses wills of QoS 2. */
    static ConnectPacket read(PacketReader in, boolean rejectsQos2) throws MalformedPacketException {
        String protocol = in.text("protocol name", 0);
        if (protocol.equals("MQIsdp")) {
            throw new MalformedPacketException("older protocol \"MQIsdp\" not supported");
        }
        if (!protocol.equals("MQTT")) {
            throw new MalformedPacketException("expected connect packet with protocol name \"MQTT\"");
        }
        int level = in.octet("protocol level");
        if (level != LEVEL) {
            throw new MalformedPacketException(BAD_VERSION, "unacceptable protocol version of " + level);
        }
        int flags = in.octet("flags");
        check(flags, rejectsQos2);
        int keepAlive = in.number("keep alive");
        String clientId = clientId(in, (flags & CLEAN) != 0);
        Will will = (flags & WILL) == 0 ? null : will(in, flags);
        String user = null;
        if ((flags & USER) != 0) {
            user = in.text("user name", BAD_USER_OR_PASSWORD);
            if (user.isEmpty()) {
                throw new MalformedPacketException(BAD_USER_OR_PASSWORD, "empty user name not allowed");
            }
        }
        String password = (flags & PASSWORD) == 0 ? null : new String(in.copy("password"), StandardCharsets.UTF_8);
        in.finish("CONNECT");
        return new ConnectPacket(clientId, (flags & CLEAN) != 0, keepAlive, will, user, password);
    }

    private static void check(int flags, boolean rejectsQos2) throws MalformedPacketException {
        if ((flags & RESERVED) != 0) {
            throw new MalformedPacketException("connect flags reserved bit not set to 0");
        }
        int qos = flags >> 3 & 3;
        boolean will = (flags & WILL) != 0;
        if (!will && qos != 0) {
            throw new MalformedPacketException("if Will flag is set to 0, Will QoS must be 0 too, got " + qos);
        }
        if (!will && (flags & WILL_RETAIN) != 0) {
            throw new MalformedPacketException("if Will flag is set to 0, Will Retain flag must be 0 too");
        }
        if (qos == 3) {
            throw new MalformedPacketException("if Will flag is set to 1, Will QoS can be 0, 1 or 2, got 3");
        }
        if (rejectsQos2 && qos == 2) {
            throw new MalformedPacketException(QOS2_WILL_REJECTED, "server does not accept QoS2 for Will messages");
        }
        if ((flags & USER) == 0 && (flags & PASSWORD) != 0) {
            throw new MalformedPacketException("password flag set but username flag is not");
        }
    }

    /** It becomes a token of subjects: no blanks, dots or wildcards (CVE-2026-33215). */
    private static String clientId(PacketReader in, boolean clean) throws MalformedPacketException {
        String id = in.text("client ID", BAD_IDENTIFIER);
        if (id.isEmpty() && !clean) {
            throw new MalformedPacketException(
                    BAD_IDENTIFIER, "when client ID is empty, clean session flag must be set to 1");
        }
        for (int i = 0; i < id.length(); i++) {
            if (" \t\r\n\f.*>".indexOf(id.charAt(i)) >= 0) {
                throw new MalformedPacketException(BAD_IDENTIFIER, "invalid character in client ID");
            }
        }
        return id;
    }

    private static Will will(PacketReader in, int flags) throws MalformedPacketException {
        byte[] topic = in.copy("Will topic");
        if (topic.length == 0) {
            throw new MalformedPacketException("empty Will topic not allowed");
        }
        PacketReader.check(topic, 0, topic.length, "Will topic");
        Topics.toSubject(topic, 0, topic.length, false);
        byte[] payload = in.copy("Will message");
        return new Will(topic, payload, flags >> 3 & 3, (flags & WILL_RETAIN) != 0);
    }

    @Override
    public String toString() {
        return "clientID=" + clientId + (keepAliveSeconds > 0 ? " keepAlive=" + keepAliveSeconds : "")
                + (will == null
                        ? ""
                        : " will=(topic=" + Names.text(will.topic()) + " QoS=" + will.qos() + " retain=" + will.retain()
                                + ")")
                + (clean ? " clean" : "") + (user == null ? "" : " username=" + user)
                + (password == null ? "" : " password=****");
    }
}
