// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TcpLinkTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Listener listener = new Listener();

    @Test
    void an_error_over_what_came_ends_this_link_and_is_told() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                IoLoop loop = new IoLoop("loop under test", null)) {
            InetSocketAddress address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            loop.execute(() -> connect(loop, address));
            try (Socket peer = server.accept()) {
                peer.getOutputStream().write("INFO\r\n".getBytes(StandardCharsets.US_ASCII));

                assertThat(listener.closed)
                        .succeedsWithin(SOON)
                        .extracting(Throwable::getCause)
                        .isInstanceOf(StackOverflowError.class);
                assertThat(peer.getInputStream().read())
                        .as("the end, for the peer")
                        .isEqualTo(-1);
            }
        }
    }

    private void connect(IoLoop loop, InetSocketAddress address) {
        try {
            TcpLink.connect(loop, address, new SocketSettings(true, 0, 0, 1024, null), listener);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails at the first byte. */
    private static final class Listener implements LinkEvents {
        final CompletableFuture<IOException> closed = new CompletableFuture<>();

        @Override
        public void connected() {}

        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            throw new StackOverflowError("planted");
        }

        @Override
        public void writable() {}

        @Override
        public void closed(IOException cause) {
            closed.complete(cause);
        }
    }
}
