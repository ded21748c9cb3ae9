// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.trust;

import io.natskit.wire.subject.Subjects;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One connection of a {@link ChaosServer}, with its fate. One thread reads and writes; {@link #cut} may come from another. */
final class ChaosConnection {
    private static final String INFO =
            "INFO {\"server_id\":\"CHAOS\",\"version\":\"2.15.2\",\"proto\":1,\"headers\":true,\"max_payload\":1048576}\r\n";

    private final ChaosServer server;
    private final Socket socket;
    private final Fate fate;
    // guarded by the server's lock
    private final Map<String, Interest> interests = new LinkedHashMap<>();
    private boolean alive = true;
    // of the thread
    private int readLeft;
    private int writeLeft;
    private int operations;

    private static final class Interest {
        final String subject;
        long left = Long.MAX_VALUE;

        Interest(String subject) {
            this.subject = subject;
        }
    }

    ChaosConnection(ChaosServer server, Socket socket, Fate fate) {
        this.server = server;
        this.socket = socket;
        this.fate = fate;
        this.readLeft = fate.bytesRead();
        this.writeLeft = fate.bytesWritten();
    }

    void run() {
        try {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            if (!fate.greeting().equals("INFO")) {
                write(fate.greeting());
                return;
            }
            write(INFO);
            while (true) {
                operation(in);
                operations++;
                unasked();
            }
        } catch (IOException e) {
            // cut, by the fate or by the client
        } catch (RuntimeException | AssertionError e) {
            server.failed(e);
        } finally {
            cut();
            server.left(this);
        }
    }

    private void unasked() throws IOException {
        if (operations == fate.infoAt()) {
            write(INFO.replace("\"proto\"", "\"connect_urls\":[],\"domain\":\"d\",\"proto\""));
        }
        if (operations == fate.errorAt()) {
            write("-ERR 'Permissions Violation for Publish to \"somebody.elses\"'\r\n");
        }
        if (operations == fate.staleAt()) {
            write("-ERR 'Stale Connection'\r\n");
            throw new EOFException("stale");
        }
        if (operations % fate.pauseEvery() == 0 && fate.pauseNanos() > 0) {
            LockSupport.parkNanos(fate.pauseNanos());
        }
    }

    private void operation(InputStream in) throws IOException {
        String line = line(in);
        String[] words = line.split(" ");
        switch (words[0]) {
            case "CONNECT", "PONG" -> {}
            case "PING" -> write("PONG\r\n");
            case "SUB" -> subscribe(words[words.length - 1], words[1]);
            case "UNSUB" -> unsubscribe(words[1], words.length > 2 ? Long.parseLong(words[2]) : 0);
            case "PUB" -> publish(in, words, 0);
            case "HPUB" -> publish(in, words, Integer.parseInt(words[words.length - 2]));
            default -> throw new AssertionError("the client sent \"" + line + "\"");
        }
    }

    private void publish(InputStream in, String[] words, int headers) throws IOException {
        int size = Integer.parseInt(words[words.length - 1]);
        byte[] body = new byte[size + 2];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) next(in);
        }
        if (body[size] != '\r' || body[size + 1] != '\n') {
            throw new AssertionError("no CR LF after the payload of " + String.join(" ", words));
        }
        String reply = words.length == (headers > 0 ? 5 : 4) ? words[2] : "";
        String payload = new String(body, headers, size - headers, StandardCharsets.US_ASCII);
        server.lock().lock();
        try {
            if (!alive) {
                throw new EOFException("cut");
            }
            server.published(this, words[1], reply, payload);
        } finally {
            server.lock().unlock();
        }
    }

    private void subscribe(String sid, String subject) {
        server.lock().lock();
        try {
            if (interests.put(sid, new Interest(subject)) != null) {
                throw new AssertionError("sid " + sid + " is used twice on one connection");
            }
        } finally {
            server.lock().unlock();
        }
    }

    private void unsubscribe(String sid, long after) {
        server.lock().lock();
        try {
            Interest interest = interests.get(sid);
            if (interest != null && after > 0) {
                interest.left = after;
            } else {
                interests.remove(sid);
            }
        } finally {
            server.lock().unlock();
        }
    }

    /** Sends to all whom it concerns; under the server's lock, on the thread of this connection. */
    void deliver(String subject, String payload) throws IOException {
        StringBuilder out = new StringBuilder();
        interests.entrySet().removeIf(entry -> {
            Interest interest = entry.getValue();
            if (!Subjects.matches(interest.subject, subject)) {
                return false;
            }
            out.append("MSG ").append(subject).append(' ').append(entry.getKey());
            out.append(' ')
                    .append(payload.length())
                    .append("\r\n")
                    .append(payload)
                    .append("\r\n");
            return --interest.left == 0;
        });
        write(out.toString());
    }

    List<String> subjects() {
        List<String> subjects = new ArrayList<>();
        interests.values().forEach(interest -> subjects.add(interest.subject));
        subjects.sort(null);
        return subjects;
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        OutputStream out = socket.getOutputStream();
        int sent = 0;
        while (sent < bytes.length) {
            int piece = Math.min(Math.min(fate.pieceMax(), bytes.length - sent), writeLeft);
            out.write(bytes, sent, piece);
            sent += piece;
            writeLeft -= piece;
            if (writeLeft <= 0) {
                throw new EOFException("enough written");
            }
        }
    }

    private int next(InputStream in) throws IOException {
        if (readLeft-- <= 0) {
            throw new EOFException("enough read");
        }
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the client left");
        }
        return b;
    }

    private String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = next(in); b != '\n'; b = next(in)) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    /** Ends it; nothing that it still reads counts. */
    void cut() {
        server.lock().lock();
        try {
            alive = false;
        } finally {
            server.lock().unlock();
        }
        try {
            if (fate.reset() && !socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // closed is closed
        }
    }
}
