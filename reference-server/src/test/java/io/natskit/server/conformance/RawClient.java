// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client made of bytes: what it sends and reads is Latin-1 text, one character a byte. Reads give up after ten seconds. */
final class RawClient implements AutoCloseable {
    static final String CLOSED = "<closed>";

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final StringBuilder unread = new StringBuilder();
    private final String info;

    RawClient(int port) {
        try {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        info = readUntil("\r\n");
    }

    /** The first INFO line. */
    String info() {
        return info;
    }

    /** Says CONNECT with these fields and answers what came before the first PONG, or the end. */
    String connect(String fields) {
        String comma = fields.isEmpty() ? "" : ",";
        return exchange("CONNECT {\"verbose\":false,\"pedantic\":false" + comma + fields + "}\r\n");
    }

    /** Sends text and a PING; answers what came before the PONG, or all up to the end and {@link #CLOSED}. */
    String exchange(String text) {
        send(text + "PING\r\n");
        String answer = readUntil("PONG\r\n");
        return answer.endsWith("PONG\r\n") ? answer.substring(0, answer.length() - 6) : answer;
    }

    void send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // the server may have closed already; the reader will see it
            unread.append("");
        }
    }

    /** What comes up to and including {@code end}, or up to the end of the connection and {@link #CLOSED}. */
    String readUntil(String end) {
        byte[] chunk = new byte[4096];
        while (unread.indexOf(end) < 0) {
            int n = read(chunk);
            if (n < 0) {
                String rest = unread + CLOSED;
                unread.setLength(0);
                return rest;
            }
            unread.append(new String(chunk, 0, n, StandardCharsets.ISO_8859_1));
        }
        int to = unread.indexOf(end) + end.length();
        String found = unread.substring(0, to);
        unread.delete(0, to);
        return found;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int read(byte[] chunk) {
        try {
            return socket.getInputStream().read(chunk);
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("waited in vain after: " + unread, e);
        } catch (IOException e) {
            return -1; // reset: closed with unread input
        }
    }
}
