// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first words with a proxy: HTTP CONNECT, or SOCKS 5 without a password. Sits between a fresh TCP link and its user until the proxy has connected, and then steps
 * aside. I/O thread.
 */
public final class ProxyLink implements LinkEvents {
    private static final int ANSWER_BYTES_MAX = 8192;

    /** The language of the proxy. */
    public enum Kind {
        /** HTTP with CONNECT. */
        HTTP,
        /** SOCKS 5. */
        SOCKS
    }

    private final Kind kind;
    private final String host;
    private final int port;
    private final LinkEvents user;
    private byte[] answer = new byte[0];
    private boolean greeted;
    private Link link = NONE;

    /** A conversation that ends with a tunnel to {@code host:port}, whose events go to {@code user}. */
    public ProxyLink(Kind kind, String host, int port, LinkEvents user) {
        this.kind = kind;
        this.host = host;
        this.port = port;
        this.user = user;
    }

    /** The link to the proxy, as soon as it is being opened. */
    public void over(Link opened) {
        link = opened;
    }

    @Override
    public void connected() {
        if (kind == Kind.HTTP) {
            String target = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
            say(("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        } else {
            say(new byte[] {5, 1, 0});
        }
    }

    private void say(byte[] words) {
        try {
            if (link.write(ByteBuffer.wrap(words)) < words.length) {
                fail("the proxy takes no bytes");
            }
        } catch (IOException e) {
            link.close();
            user.closed(e);
        }
    }

    @Override
    public void bytes(byte[] buffer, int offset, int length) {
        int had = answer.length;
        answer = Arrays.copyOf(answer, had + length);
        System.arraycopy(buffer, offset, answer, had, length);
        if (answer.length > ANSWER_BYTES_MAX) {
            fail("the proxy talks without end");
        } else if (kind == Kind.HTTP) {
            http();
        } else {
            socks();
        }
    }

    private void http() {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        int space = text.indexOf(' ');
        if (!text.startsWith("HTTP/1.") || space < 0 || !text.startsWith("200", space + 1)) {
            fail("the proxy refused: " + text.substring(0, Math.min(text.indexOf('\r'), 200)));
        } else {
            tunnel(end + 4);
        }
    }

    private void socks() {
        if (!greeted) {
            if (answer.length < 2) {
                return;
            }
            if (answer[0] != 5 || answer[1] != 0) {
                fail("the proxy wants a login, or is no SOCKS 5: " + answer[0] + " " + answer[1]);
                return;
            }
            greeted = true;
            answer = Arrays.copyOfRange(answer, 2, answer.length);
            byte[] name = host.getBytes(StandardCharsets.US_ASCII);
            ByteBuffer request = ByteBuffer.allocate(name.length + 7);
            request.put(new byte[] {5, 1, 0, 3, (byte) name.length}).put(name).putShort((short) port);
            say(request.array());
        }
        if (answer.length < 5) {
            return;
        }
        if (answer[1] != 0) {
            fail("the proxy could not connect: SOCKS reply " + answer[1]);
            return;
        }
        int addressLength = answer[3] == 1 ? 4 : answer[3] == 4 ? 16 : 1 + Math.floorMod(answer[4], 256);
        if (answer.length >= 6 + addressLength) {
            tunnel(6 + addressLength);
        }
    }

    private void tunnel(int from) {
        link.redirect(user);
        user.connected();
        if (answer.length > from) {
            user.bytes(answer, from, answer.length - from);
        }
    }

    private void fail(String why) {
        link.close();
        user.closed(new IOException(why));
    }

    @Override
    public void writable() {
        // the few words of the conversation fit any socket
    }

    @Override
    public void closed(IOException cause) {
        user.closed(cause);
    }

    private static final Link NONE = new Link() {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            throw new IOException("no link to the proxy yet");
        }

        @Override
        public void awaitWritable() {}

        @Override
        public void redirect(LinkEvents events) {}

        @Override
        public void reading(boolean on) {}

        @Override
        public void close() {}

        @Override
        public void abort() {}
    };
}
