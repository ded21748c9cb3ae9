// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import com.sun.net.httpserver.HttpServer;
import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Subscription;
import io.natskit.server.NatsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/**
 * A chat whose page talks to the server itself, over WebSocket: the program that serves the page is in no message's way. Everybody with a NATS client is in the same room. With
 * {@code --stay} it waits for browsers until it is ended.
 */
public final class ChatPage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    // a page from elsewhere is refused; this one is allowed by name once its port is known
    private static final String CONFIG =
            "websocket { listen: \"127.0.0.1:-1\", no_tls: true, allowed_origins: [\"%s\"] }\n";

    private final HttpServer pages;
    private final NatsServer server;

    private ChatPage() {
        try {
            pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = NatsServer.builder().config(CONFIG.formatted(origin())).start();
        byte[] page = page(server.webSocketUrl());
        pages.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        pages.start();
    }

    /** Opens the room, and the page that leads to it. */
    static ChatPage open() {
        return new ChatPage();
    }

    private static byte[] page(String webSocket) {
        try (InputStream in = ChatPage.class.getResourceAsStream("chat.html")) {
            if (in == null) {
                throw new IllegalStateException("no chat.html beside " + ChatPage.class);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.replace("%WEBSOCKET%", webSocket).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the page is. */
    String origin() {
        return "http://127.0.0.1:" + pages.getAddress().getPort();
    }

    /** Where the room is for clients of NATS. */
    String natsUrl() {
        return server.url();
    }

    @Override
    public void close() {
        pages.stop(0);
        server.close();
    }

    /** Runs it, with a server of its own, since the door is the point. */
    public static void main(String[] args) {
        Sample.main(() -> {
            run();
            if (args.length > 0 && args[0].equals("--stay")) {
                try (ChatPage chat = open()) {
                    System.out.println("open " + chat.origin() + " in two browsers");
                    Thread.currentThread().join();
                }
            }
        });
    }

    static void run() throws Exception {
        try (ChatPage chat = open();
                Connection nats = Nats.connect(chat.natsUrl());
                Subscription room = nats.subscribe("chat.room")) {
            nats.flush();
            String page = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(chat.origin())).build(), BodyHandlers.ofString())
                    .body();
            String address = chat.server.webSocketUrl();
            Sample.check("whether the page knows the way", true, page.contains("new Nats(\"" + address + "\""));

            // what the page's script says, without a browser
            WebSocket browser = webSocket(address, chat.origin());
            say(browser, "CONNECT {\"verbose\":false,\"protocol\":1}\r\nPUB chat.room 15\r\nguest-1: hello!\r\n");
            Sample.check(
                    "what is heard in the room",
                    "guest-1: hello!",
                    room.next(PATIENCE).orElseThrow().text());
            browser.abort();
            try {
                webSocket(address, "http://elsewhere.example");
                throw new AssertionError("a page from elsewhere is in");
            } catch (CompletionException refused) {
                System.out.println("a page from elsewhere stays out: " + refused.getCause());
            }
        }
    }

    private static WebSocket webSocket(String address, String origin) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(URI.create(address), new WebSocket.Listener() {})
                .join();
    }

    private static void say(WebSocket to, String operations) {
        to.sendBinary(ByteBuffer.wrap(operations.getBytes(StandardCharsets.UTF_8)), true)
                .join();
    }
}
