// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

import io.natskit.conformance.transcript.Json;
import io.natskit.conformance.transcript.TranscriptFailure;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Mail over sockets: a small client of the judge's own. */
public final class SocketMail implements Mail {
    private final String host;
    private final int port;
    private final Duration patience;
    private final Map<Integer, Peer> peers = new LinkedHashMap<>();

    /** Mail to {@code host:port}; {@code patience} bounds each wait. */
    public SocketMail(String host, int port, Duration patience) {
        this.host = host;
        this.port = port;
        this.patience = patience;
    }

    @Override
    public void login(int connection, String json) {
        if (peers.containsKey(connection)) {
            throw new TranscriptFailure("connection " + connection + " is there already");
        }
        open(connection, json);
    }

    private Peer open(int connection, String json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("verbose", false);
        fields.put("pedantic", false);
        fields.put("headers", true);
        fields.put("no_responders", true);
        fields.putAll(Json.object(json));
        try {
            Peer peer = new Peer();
            peers.put(connection, peer);
            peer.login(Json.text(fields));
            return peer;
        } catch (IOException e) {
            throw new TranscriptFailure("cannot connect to " + host + ":" + port, e);
        }
    }

    private Peer peer(int connection) {
        Peer peer = peers.get(connection);
        return peer == null ? open(connection, "{}") : peer;
    }

    @Override
    public void subscribe(int connection, String name, String subject, String queue) {
        peer(connection).subscribe(name, subject, queue);
    }

    @Override
    public void fence(int connection) {
        peer(connection).fence();
    }

    @Override
    public void unsubscribe(int connection, String name) {
        Peer peer = peer(connection);
        Box box = peer.box(name);
        peer.send("UNSUB " + box.sid + "\r\n");
        peer.fence();
        box.mail.clear(); // what came before may have come; what comes now is too much
    }

    @Override
    public void publish(int connection, String subject, String reply, String headers, String payload) {
        String to = subject + " " + (reply.isEmpty() ? "" : reply + " ");
        String head = headers.isEmpty()
                ? "PUB " + to + payload.length()
                : "HPUB " + to + headers.length() + " " + (headers.length() + payload.length());
        peer(connection).send(head + "\r\n" + headers + payload + "\r\n");
    }

    @Override
    public Delivery take(int connection, String name) {
        Peer peer = peer(connection);
        Box box = peer.box(name);
        while (box.mail.isEmpty()) {
            peer.read("waiting for a message (" + name + ")");
        }
        return box.mail.remove();
    }

    @Override
    public void untake() {
        // what was taken is gone anyway
    }

    @Override
    public void nothing(int connection, String name) {
        Peer peer = peer(connection);
        peer.fence();
        for (Map.Entry<Long, Box> entry : peer.boxes.entrySet()) {
            Box box = entry.getValue();
            if ((name.isEmpty() || box.name.equals(name)) && !box.mail.isEmpty()) {
                throw new TranscriptFailure("expected nothing more (" + box.name + ")\n     got: " + box.mail.peek());
            }
        }
    }

    @Override
    public void cut(int connection) {
        peer(connection).close();
        peers.remove(connection);
    }

    @Override
    public void close() {
        peers.values().forEach(Peer::close);
    }

    /** Messages of one subscription that nobody has taken yet. */
    private static final class Box {
        final long sid;
        final String name;
        final Deque<Delivery> mail = new ArrayDeque<>();

        Box(long sid, String name) {
            this.sid = sid;
            this.name = name;
        }
    }

    private final class Peer {
        private final Socket socket = new Socket();
        private final Map<Long, Box> boxes = new LinkedHashMap<>();
        private final Map<String, Box> named = new LinkedHashMap<>();
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private long sids;
        private int pongs;

        void login(String connect) throws IOException {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port), (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            out = socket.getOutputStream();
            line();
            send("CONNECT " + connect + "\r\n");
            fence();
        }

        Box box(String name) {
            Box box = named.get(name);
            if (box == null) {
                throw new TranscriptFailure("nothing is subscribed as " + name);
            }
            return box;
        }

        void subscribe(String name, String subject, String queue) {
            Box box = new Box(++sids, name);
            boxes.put(box.sid, box);
            named.put(name, box);
            send("SUB " + subject + " " + (queue.isEmpty() ? "" : queue + " ") + box.sid + "\r\n");
        }

        void send(String latin) {
            try {
                out.write(latin.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void fence() {
            int before = pongs;
            send("PING\r\n");
            while (pongs == before) {
                read("waiting for PONG");
            }
        }

        /** Reads one operation. */
        void read(String why) {
            try {
                String line = line();
                if (line.startsWith("MSG ") || line.startsWith("HMSG ")) {
                    message(line.split(" "));
                } else if (line.equals("PING")) {
                    send("PONG\r\n");
                } else if (line.equals("PONG")) {
                    pongs++;
                } else if (!line.startsWith("INFO ")) {
                    throw new TranscriptFailure(why + "\n     got: " + line);
                }
            } catch (SocketTimeoutException e) {
                throw new TranscriptFailure(why + "\n     got: nothing in " + patience.toMillis() + " ms", e);
            } catch (IOException e) {
                throw new TranscriptFailure(why + "\n     got: " + e, e);
            }
        }

        private void message(String[] words) throws IOException {
            int plain = words[0].equals("HMSG") ? 5 : 4;
            int size = Integer.parseInt(words[words.length - 1]);
            int head = plain == 5 ? Integer.parseInt(words[words.length - 2]) : 0;
            String body = latin(in.readNBytes(size));
            in.readNBytes(2);
            Box box = boxes.get(Long.parseLong(words[2]));
            if (box == null) {
                throw new TranscriptFailure("a message for an unknown subscription: " + String.join(" ", words));
            }
            String reply = words.length > plain ? words[3] : "";
            box.mail.add(new Delivery(words[1], reply, body.substring(0, head), body.substring(head)));
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new IOException("closed by the server");
                }
                line.write(b);
            }
            return latin(line.toByteArray()).stripTrailing();
        }

        private static String latin(byte[] bytes) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
