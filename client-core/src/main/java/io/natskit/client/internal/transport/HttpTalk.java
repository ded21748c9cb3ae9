// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** CONNECT, and what is said to it. */
final class HttpTalk implements ProxyTalk {
    private final byte[] opening;

    HttpTalk(String host, int port, @Nullable String user, char[] password) {
        String target = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        String login = user == null ? "" : "Proxy-Authorization: Basic " + basic(user, password) + "\r\n";
        this.opening = ("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + login + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String basic(String user, char[] password) {
        byte[] plain = (user + ":" + CharBuffer.wrap(password)).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(plain);
    }

    @Override
    public byte[] opening() {
        return opening;
    }

    @Override
    public Step read(byte[] answered) throws IOException {
        String text = new String(answered, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return Step.WAIT;
        }
        int space = text.indexOf(' ');
        if (!text.startsWith("HTTP/1.") || space < 0 || !text.startsWith("200", space + 1)) {
            throw new IOException("the proxy refused: " + text.substring(0, Math.min(text.indexOf('\r'), 200)));
        }
        return new Step(end + 4, new byte[0], true);
    }
}
