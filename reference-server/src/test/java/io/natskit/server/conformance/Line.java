// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.conformance;

import io.natskit.server.NatsServer;
import io.natskit.wire.inprocess.ByteLink;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A client made of text, through one of the server's doors. */
interface Line extends AutoCloseable {
    /** Sends text and a PING; answers what came before the PONG. */
    String exchange(String text);

    @Override
    void close();

    /** A door. */
    enum Door {
        TCP,
        WEBSOCKET,
        IN_PROCESS;

        Line open(NatsServer server) {
            return switch (this) {
                case TCP -> new Tcp(new RawClient(server.port()));
                case WEBSOCKET -> new Web(server.webSocketUrl());
                case IN_PROCESS -> new Link(server.inProcess().connect());
            };
        }
    }

    /** Over a socket. */
    record Tcp(RawClient client) implements Line {
        @Override
        public String exchange(String text) {
            return client.exchange(text);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** What comes in pieces, up to a PONG. */
    abstract class Gathering implements Line {
        private final StringBuilder unread = new StringBuilder();

        abstract void send(String text);

        /** What came next; null if nothing did for ten seconds. */
        abstract @Nullable String receive();

        @Override
        public String exchange(String text) {
            send(text + "PING\r\n");
            int pong = unread.indexOf("PONG\r\n");
            while (pong < 0) {
                String more = receive();
                if (more == null) {
                    throw new AssertionError("waited in vain after: " + unread);
                }
                unread.append(more);
                pong = unread.indexOf("PONG\r\n");
            }
            String found = unread.substring(0, pong);
            unread.delete(0, pong + "PONG\r\n".length());
            return found;
        }
    }

    /** Over WebSocket, by the JDK's client. */
    final class Web extends Gathering {
        private final LinkedBlockingQueue<String> parts = new LinkedBlockingQueue<>();
        private final WebSocket socket;

        Web(String url) {
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(url), new WebSocket.Listener() {
                        @Override
                        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
                            parts.add(StandardCharsets.ISO_8859_1.decode(data).toString());
                            from.request(1);
                            return null;
                        }
                    })
                    .join();
        }

        @Override
        void send(String text) {
            socket.sendBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)), true)
                    .join();
        }

        @Override
        @Nullable
        String receive() {
            try {
                return parts.poll(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    /** Without a socket. */
    final class Link extends Gathering {
        private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

        private final ByteLink link;
        private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

        Link(ByteLink link) {
            this.link = link;
        }

        @Override
        void send(String text) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (bytes.hasRemaining() && System.nanoTime() < end) {
                if (link.write(bytes) == 0) {
                    LockSupport.parkNanos(100_000);
                }
            }
        }

        @Override
        @Nullable
        String receive() {
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (System.nanoTime() < end) {
                buffer.clear();
                int count = link.read(buffer);
                if (count > 0) {
                    return new String(buffer.array(), 0, count, StandardCharsets.ISO_8859_1);
                }
                LockSupport.parkNanos(100_000);
            }
            return null;
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
