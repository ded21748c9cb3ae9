// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private ServerSocket listener;
    private FaultProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.to("127.0.0.1", listener.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        listener.close();
        if (client != null) {
            client.close();
            server.close();
        }
    }

    private void open() throws IOException {
        client = new Socket(proxy.host(), proxy.port());
        client.setSoTimeout(5_000);
        server = listener.accept();
        server.setSoTimeout(5_000);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(Socket socket, int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
    }

    @Test
    void bytes_pass_both_ways_and_are_counted() throws IOException {
        open();
        write(client, "PING");
        assertThat(read(server, 4)).isEqualTo("PING");
        write(server, "PONG!");
        assertThat(read(client, 5)).isEqualTo("PONG!");
        await().untilAsserted(() -> assertThat(proxy.toServer().bytesPassed()).isEqualTo(4));
        await().untilAsserted(() -> assertThat(proxy.toClient().bytesPassed()).isEqualTo(5));
        assertThat(proxy.connections()).hasSize(1);
    }

    @Test
    void a_cut_after_n_bytes_delivers_n_bytes_and_closes_both_sides() throws IOException {
        proxy.toServer().cutAfter(6);
        open();
        write(client, "0123456789");
        assertThat(read(server, 100)).isEqualTo("012345");
        assertThat(read(client, 100)).isEmpty();
        await().until(() -> proxy.connections().isEmpty());
    }

    @Test
    void a_half_close_ends_one_direction_only() throws IOException {
        proxy.toClient().halfCloseAfter(3);
        open();
        write(server, "abcdef");
        assertThat(read(client, 100)).isEqualTo("abc");
        write(client, "still here");
        assertThat(read(server, 10)).isEqualTo("still here");
    }

    @Test
    void a_split_arrives_in_two_reads() throws IOException {
        proxy.toServer().splitAt(4);
        open();
        write(client, "PING\r\n");
        byte[] buffer = new byte[64];
        InputStream in = server.getInputStream();
        assertThat(in.read(buffer)).isEqualTo(4);
        assertThat(in.read(buffer)).isEqualTo(2);
    }

    @Test
    void a_corrupted_byte_has_the_masked_bits_flipped_and_its_neighbours_not() throws IOException {
        proxy.toServer().corrupt(2, 0x20);
        open();
        write(client, "ab");
        write(client, "cd");
        assertThat(read(server, 4)).isEqualTo("abCd");
    }

    @Test
    void a_delay_holds_bytes_back_and_keeps_their_order() throws IOException {
        proxy.toServer().delay(Duration.ofMillis(60));
        open();
        long start = System.nanoTime();
        write(client, "one");
        write(client, "two");
        assertThat(read(server, 6)).isEqualTo("onetwo");
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(60).toNanos());
    }

    @Test
    void a_throttled_lane_takes_as_long_as_its_rate_says() throws IOException {
        proxy.toServer().throttle(20_000);
        open();
        long start = System.nanoTime();
        write(client, "x".repeat(2_000));
        assertThat(read(server, 2_000)).hasSize(2_000);
        // 2,000 bytes at 20,000 a second; the last slice need not be waited for
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(85).toNanos());
    }

    @Test
    void a_black_hole_swallows_and_healing_lets_later_bytes_pass() throws IOException {
        open();
        proxy.toServer().blackHole();
        server.setSoTimeout(50);
        write(client, "lost");
        assertThatThrownBy(() -> read(server, 1)).isInstanceOf(SocketTimeoutException.class);
        proxy.heal();
        server.setSoTimeout(5_000);
        write(client, "found");
        assertThat(read(server, 5)).isEqualTo("found");
    }

    @Test
    void a_reset_fails_the_next_read() throws IOException {
        open();
        write(client, "hi");
        assertThat(read(server, 2)).isEqualTo("hi");
        proxy.resetAll();
        assertThatThrownBy(() -> read(client, 1)).isInstanceOf(SocketException.class);
    }

    @Test
    void refused_connections_are_closed_at_once_and_healing_accepts_again() throws IOException {
        proxy.refuseConnections(true);
        try (Socket refused = new Socket(proxy.host(), proxy.port())) {
            refused.setSoTimeout(5_000);
            assertThat(refused.getInputStream().read()).isEqualTo(-1);
        }
        proxy.heal();
        open();
        assertThat(proxy.acceptedCount()).isEqualTo(2);
    }

    @Test
    void faults_of_one_connection_leave_the_others_alone() throws IOException {
        proxy.onConnection(connection -> {
            if (connection.number() == 1) {
                connection.toServer().cutAfter(0);
            }
        });
        open();
        write(client, "x");
        assertThat(read(server, 1)).isEmpty();
        client.close();
        server.close();
        open();
        write(client, "y");
        assertThat(read(server, 1)).isEqualTo("y");
    }

    @Test
    void closing_leaves_no_thread_and_no_port() {
        int port = proxy.port();
        proxy.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("natskit-fault-proxy") && thread.isAlive());
        assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(IOException.class);
    }

    @Test
    void megabytes_pass_unharmed_under_back_pressure() throws Exception {
        open();
        byte[] sent = new byte[8 << 20];
        new java.util.Random(7).nextBytes(sent);
        Thread writer = new Thread(() -> {
            try {
                client.getOutputStream().write(sent);
                client.shutdownOutput();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        writer.start();
        assertThat(server.getInputStream().readAllBytes()).isEqualTo(sent);
        writer.join();
    }

    @Test
    void nonsense_is_refused_with_what_was_expected() {
        assertThatThrownBy(() -> proxy.toServer().cutAfter(-1)).hasMessage("n: -1 (expected: >= 0)");
        assertThatThrownBy(() -> proxy.toServer().splitAt(0)).hasMessage("n: 0 (expected: > 0)");
    }
}
