// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SOCKS 5: how to log in, perhaps the login, then where to. */
final class SocksTalk implements ProxyTalk {
    private static final int VERSION = 5;
    private static final int LOGIN_VERSION = 1;
    private static final int NO_LOGIN = 0;
    private static final int USER_AND_PASSWORD = 2;
    private static final List<String> REPLIES = List.of(
            "connected",
            "the proxy failed",
            "its rules forbid it",
            "network unreachable",
            "host unreachable",
            "connection refused",
            "time is up",
            "it does not connect",
            "kind of address unknown");

    private enum Stage {
        GREETED,
        LOGGING_IN,
        ASKED
    }

    private final String host;
    private final int port;
    private final @Nullable String user;
    private final char[] password;
    private Stage stage = Stage.GREETED;

    SocksTalk(String host, int port, @Nullable String user, char[] password) {
        this.host = host;
        this.port = port;
        this.user = user;
        this.password = password;
    }

    @Override
    public byte[] opening() {
        return user == null ? new byte[] {VERSION, 1, NO_LOGIN} : new byte[] {VERSION, 2, NO_LOGIN, USER_AND_PASSWORD};
    }

    @Override
    public Step read(byte[] answered) throws IOException {
        return switch (stage) {
            case GREETED -> greeted(answered);
            case LOGGING_IN -> loggedIn(answered);
            case ASKED -> connected(answered);
        };
    }

    private Step greeted(byte[] answered) throws IOException {
        if (answered.length < 2) {
            return Step.WAIT;
        }
        if (answered[0] != VERSION) {
            throw new IOException("the proxy is no SOCKS 5: it answers " + answered[0]);
        }
        if (answered[1] == NO_LOGIN) {
            return ask();
        }
        if (user == null) {
            throw new IOException("the proxy wants a login (expected: socks5://user:password@host)");
        }
        if (answered[1] != USER_AND_PASSWORD) {
            throw new IOException("the proxy takes no login by user and password: " + answered[1]);
        }
        stage = Stage.LOGGING_IN;
        return new Step(2, login(user), false);
    }

    private byte[] login(String name) {
        ByteBuffer who = StandardCharsets.UTF_8.encode(name);
        ByteBuffer secret = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] words = ByteBuffer.allocate(3 + who.remaining() + secret.remaining())
                .put((byte) LOGIN_VERSION)
                .put((byte) who.remaining())
                .put(who.duplicate())
                .put((byte) secret.remaining())
                .put(secret.duplicate())
                .array();
        while (secret.hasRemaining()) {
            secret.put((byte) 0);
        }
        return words;
    }

    private Step loggedIn(byte[] answered) throws IOException {
        if (answered.length < 2) {
            return Step.WAIT;
        }
        if (answered[1] != 0) {
            throw new IOException("the proxy refused the login of " + user + ": " + answered[1]);
        }
        return ask();
    }

    private Step ask() {
        stage = Stage.ASKED;
        byte[] name = host.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer request = ByteBuffer.allocate(name.length + 7);
        request.put(new byte[] {VERSION, 1, 0, 3, (byte) name.length}).put(name).putShort((short) port);
        return new Step(2, request.array(), false);
    }

    private static Step connected(byte[] answered) throws IOException {
        if (answered.length < 5) {
            return Step.WAIT;
        }
        int reply = answered[1];
        if (reply != 0) {
            boolean known = reply > 0 && reply < REPLIES.size();
            throw new IOException(
                    "the proxy could not connect: SOCKS reply " + reply + (known ? ", " + REPLIES.get(reply) : ""));
        }
        int addressLength = answered[3] == 1 ? 4 : answered[3] == 4 ? 16 : 1 + Math.floorMod(answered[4], 256);
        int length = 6 + addressLength;
        return answered.length < length ? Step.WAIT : new Step(length, new byte[0], true);
    }
}
