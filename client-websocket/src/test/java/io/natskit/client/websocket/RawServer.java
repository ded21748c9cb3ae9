// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import io.natskit.wire.websocket.CloseFrame;
import io.natskit.wire.websocket.FrameReader;
import io.natskit.wire.websocket.FrameReader.Step;
import io.natskit.wire.websocket.FrameWriter;
import io.natskit.wire.websocket.Opcode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A server that is told what to answer to a handshake and which bytes to send behind it, and remembers what the client says, each thing as a text: {@code bytes hello}, {@code close 1002 why}, {@code end}. */
final class RawServer implements AutoCloseable {
    /** What a server does with one client, once it has answered. */
    interface Talk {
        void with(Socket client) throws IOException;
    }

    private final ServerSocket listener;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final UnaryOperator<String> answer;
    private final Talk talk;
    private volatile boolean polite;
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** Answers by the key of the request; an empty answer is none. */
    RawServer(UnaryOperator<String> answer, Talk talk) {
        this.answer = answer;
        this.talk = talk;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(this::accept);
    }

    /** One that upgrades, sends these bytes, and listens. */
    static RawServer sending(byte[] bytes) {
        return sending(bytes, "");
    }

    /** As {@link #sending(byte[])}, with headers more in the answer. */
    static RawServer sending(byte[] bytes, String headers) {
        return new RawServer(
                key -> accepting(key, headers),
                client -> client.getOutputStream().write(bytes));
    }

    /** Answers a farewell by its own, and goes, as servers do. */
    RawServer polite() {
        polite = true;
        return this;
    }

    static String accepting(String key, String headers) {
        return "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + Handshake.accept(key) + "\r\n" + headers + "\r\n";
    }

    String url() {
        return "ws://127.0.0.1:" + listener.getLocalPort();
    }

    private static void run(Talk step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.with(null);
                    } catch (IOException e) {
                        // a side has gone
                    }
                },
                "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(Socket nobody) throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            clients.add(client);
            run(ignored -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the client left within its request");
            }
            head.append((char) b);
        }
        requests.add(head.toString());
        int at = head.indexOf("Sec-WebSocket-Key: ") + 19;
        String said = answer.apply(head.substring(at, head.indexOf("\r\n", at)));
        client.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
        talk.with(client);
        listen(client, in);
    }

    private void listen(Socket client, InputStream in) {
        FrameReader reader = new FrameReader(FrameReader.Masking.REQUIRED, true);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        byte[] some = new byte[64 * 1024];
        try {
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                ByteBuffer bytes = ByteBuffer.wrap(some, 0, n);
                for (Step step = reader.next(bytes); step != Step.MORE; step = reader.next(bytes)) {
                    found(reader, step, bytes, message);
                    if (polite && step == Step.CONTROL && reader.opcode() == Opcode.CLOSE) {
                        client.getOutputStream().write(FrameWriter.control(Opcode.CLOSE, reader.controlPayload()));
                        client.shutdownOutput();
                    }
                }
            }
            heard.add("end");
        } catch (IOException e) {
            heard.add("broken");
        }
    }

    private void found(FrameReader reader, Step step, ByteBuffer bytes, ByteArrayOutputStream message)
            throws IOException {
        if (step == Step.MALFORMED) {
            throw new IOException(reader.problem());
        }
        if (step == Step.DATA) {
            for (int i = 0; i < reader.pieceLength(); i++) {
                message.write(bytes.get());
            }
            if (reader.endsMessage()) {
                heard.add("bytes " + message.toString(StandardCharsets.ISO_8859_1));
                message.reset();
            }
            return;
        }
        byte[] payload = reader.controlPayload();
        heard.add(
                switch (reader.opcode()) {
                    case Opcode.CLOSE -> "close " + CloseFrame.status(payload) + " " + CloseFrame.text(payload);
                    case Opcode.PONG -> "pong " + new String(payload, StandardCharsets.ISO_8859_1);
                    default -> "opcode " + reader.opcode();
                });
    }

    /** What the client says next. */
    String next() {
        try {
            return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
