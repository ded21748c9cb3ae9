// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.support;

import io.natskit.server.NatsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that speaks bytes. */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;

    private final Socket socket;
    private final String greeting;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.greeting = line();
    }

    /** Connects and reads the greeting. */
    public static RawClient to(NatsServer server) throws IOException {
        return new RawClient(new Socket("127.0.0.1", server.port()));
    }

    /** Connects, sends CONNECT and waits for the answers to a PING. */
    public static RawClient loggedIn(NatsServer server) throws IOException {
        RawClient client = to(server);
        client.send(
                "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"no_responders\":true}\r\nPING\r\n");
        client.expect("PONG");
        return client;
    }

    /** The first INFO. */
    public String greeting() {
        return greeting;
    }

    /** The socket. */
    public Socket socket() {
        return socket;
    }

    /** Sends text as it is. */
    public RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Sends PING and reads up to its PONG, so that everything sent before has been acted upon; a PING of the server says nothing of that. */
    public String flush() throws IOException {
        send("PING\r\n");
        StringBuilder all = new StringBuilder();
        while (true) {
            String line = line();
            if (line.equals("PONG")) {
                return all.toString();
            }
            if (!line.equals("PING")) {
                all.append(line).append("\r\n");
            }
        }
    }

    /** The next line, without its end; throws when the server says nothing or closes. */
    public String line() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed after: " + line);
            }
            if (c == '\n') {
                line.setLength(Math.max(0, line.length() - 1));
                return line.toString();
            }
            line.append((char) c);
        }
    }

    /** Reads up to a line that begins so; answers the one behind it. */
    public String lineAfter(String beginning) throws IOException {
        while (!line().startsWith(beginning)) {
            // what comes before
        }
        return line();
    }

    /** The next line that is no PING, with which a server measures how far away a client is. */
    private String word() throws IOException {
        String line = line();
        while (line.equals("PING")) {
            line = line();
        }
        return line;
    }

    /** The payload of the answer to a request. */
    public String ask(String subject, String payload) throws IOException {
        send("SUB _INBOX.ask 9\r\nUNSUB 9 1\r\nPUB " + subject + " _INBOX.ask " + payload.length() + "\r\n" + payload
                + "\r\n");
        String head = word();
        return read(Integer.parseInt(head.substring(head.lastIndexOf(' ') + 1)) + 2);
    }

    /** Reads a line and compares it. */
    public RawClient expect(String wanted) throws IOException {
        String line = line();
        if (!line.equals(wanted)) {
            throw new AssertionError("line: " + line + " (expected: " + wanted + ")");
        }
        return this;
    }

    /** Reads so many bytes as text. */
    public String read(int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    /** Everything up to the server's closing; throws if it does not close. */
    public String untilClosed() throws IOException {
        StringBuilder all = new StringBuilder();
        try {
            while (true) {
                int c = socket.getInputStream().read();
                if (c < 0) {
                    return all.toString();
                }
                all.append((char) c);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open after: " + all, e);
        } catch (IOException reset) {
            return all.toString();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
