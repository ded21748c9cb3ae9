// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The smallest client there is: lines over a socket, so that this module's tests need no client module. Not thread-safe. */
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(5_000);
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Connects, logs in with what the URL says, and waits for the server's word on it. */
    public static RawClient connect(String url, String name) {
        URI uri = URI.create(url);
        try {
            RawClient client = new RawClient(new Socket(uri.getHost(), uri.getPort()));
            client.in.readLine();
            String login = uri.getUserInfo();
            String auth = login == null
                    ? ""
                    : login.contains(":")
                            ? ",\"user\":\"" + login.replaceFirst(":", "\",\"pass\":\"") + '"'
                            : ",\"auth_token\":\"" + login + '"';
            client.send("CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"name\":\"" + name + "\""
                    + auth + "}\r\n");
            return client.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends text as it is. */
    public RawClient send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Publishes, without waiting. */
    public RawClient publish(String subject, String payload) {
        return send(
                "PUB " + subject + " " + payload.getBytes(StandardCharsets.UTF_8).length + "\r\n" + payload + "\r\n");
    }

    /** Subscribes, and waits until that holds. */
    public RawClient subscribe(String subject, int sid) {
        return send("SUB " + subject + " " + sid + "\r\n").flush();
    }

    /** Waits until the server has seen all that was sent. */
    public RawClient flush() {
        send("PING\r\n");
        String line = line();
        while (!line.equals("PONG")) {
            if (line.startsWith("-ERR") || line.equals("<end>")) {
                throw new IllegalStateException("server: " + line);
            }
            line = line();
        }
        return this;
    }

    /** The next line, or {@code <end>}. */
    public String line() {
        try {
            String line = in.readLine();
            return line == null ? "<end>" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
