// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.websocket;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.java_websocket.WebSocket;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** Java-WebSocket's server, which speaks as much NATS as a client needs to log in, and otherwise does what a test wants. It takes binary frames alone, and remembers what came. */
final class JavaWebSocketPeer extends WebSocketServer implements AutoCloseable {
    static final String INFO =
            "INFO {\"server_id\":\"X\",\"version\":\"2.15.2\",\"proto\":1,\"headers\":true,\"max_payload\":1048576}\r\n";

    private final Consumer<WebSocket> greeting;
    private final BiConsumer<WebSocket, String> hears;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    final List<ClientHandshake> handshakes = new CopyOnWriteArrayList<>();
    final List<Integer> frames = new CopyOnWriteArrayList<>();
    final List<String> pongs = new CopyOnWriteArrayList<>();
    final List<String> closes = new CopyOnWriteArrayList<>();
    final List<String> texts = new CopyOnWriteArrayList<>();
    final List<Exception> errors = new CopyOnWriteArrayList<>();

    /** Greets each client by {@code greeting}, and hands what it says behind the log-in to {@code hears}. */
    JavaWebSocketPeer(Consumer<WebSocket> greeting, BiConsumer<WebSocket, String> hears) {
        super(new InetSocketAddress("127.0.0.1", 0), 1);
        this.greeting = greeting;
        this.hears = hears;
        setReuseAddr(true);
        setDaemon(true);
        start();
        ready.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** One that greets with an INFO in one frame. */
    static JavaWebSocketPeer polite(BiConsumer<WebSocket, String> hears) {
        return new JavaWebSocketPeer(to -> to.send(bytes(INFO)), hears);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    String url() {
        return "ws://127.0.0.1:" + getPort();
    }

    @Override
    public void onStart() {
        ready.complete(null);
    }

    @Override
    public void onOpen(WebSocket from, ClientHandshake handshake) {
        handshakes.add(handshake);
        greeting.accept(from);
    }

    @Override
    public void onMessage(WebSocket from, ByteBuffer message) {
        frames.add(message.remaining());
        String said = StandardCharsets.ISO_8859_1.decode(message).toString();
        if (said.contains("PING\r\n")) {
            from.send(bytes("PONG\r\n"));
        }
        hears.accept(from, said);
    }

    @Override
    public void onMessage(WebSocket from, String message) {
        texts.add(message);
    }

    @Override
    public void onWebsocketPong(WebSocket from, Framedata pong) {
        pongs.add(StandardCharsets.UTF_8.decode(pong.getPayloadData()).toString());
    }

    @Override
    public void onClose(WebSocket from, int code, String reason, boolean remote) {
        closes.add(code + (remote ? " by the client" : " by the server"));
    }

    @Override
    public void onError(WebSocket from, Exception error) {
        errors.add(error);
    }

    @Override
    public void close() {
        try {
            stop(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
