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
import java.nio.channels.CancelledKeyException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class TcpLinkTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static Stream<Throwable> failures() {
        return Stream.of(new StackOverflowError("planted"), new CancelledKeyException());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void an_error_over_what_came_ends_this_link_and_is_told(Throwable failure) throws IOException {
        Listener listener = new Listener(failure);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                IoLoop loop = new IoLoop("loop under test", null)) {
            InetSocketAddress address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            loop.execute(() -> connect(loop, address, listener));
            try (Socket peer = server.accept()) {
                peer.getOutputStream().write("INFO\r\n".getBytes(StandardCharsets.US_ASCII));

                assertThat(listener.closed)
                        .succeedsWithin(SOON)
                        .extracting(Throwable::getCause)
                        .isSameAs(failure);
                assertThat(peer.getInputStream().read())
                        .as("the end, for the peer")
                        .isEqualTo(-1);
            }
        }
    }

    private static void connect(IoLoop loop, InetSocketAddress address, Listener listener) {
        try {
            TcpLink.connect(loop, address, new SocketSettings(true, 0, 0, 1024, null), listener);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails at the first byte. */
    private static final class Listener implements LinkEvents {
        final CompletableFuture<IOException> closed = new CompletableFuture<>();
        private final Throwable failure;

        Listener(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public void connected() {}

        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public void writable() {}

        @Override
        public void closed(IOException cause) {
            closed.complete(cause);
        }
    }
}
