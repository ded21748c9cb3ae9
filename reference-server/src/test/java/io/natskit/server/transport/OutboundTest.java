// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboundTest {
    private static final long MAX_PENDING = 4 * 1024 * 1024;

    private EventLoops loops;
    private final SlowLink link = new SlowLink();
    private final Witness witness = new Witness();
    private Connection connection;

    @BeforeEach
    void start() throws Exception {
        loops = EventLoops.start(2, "outbound-test", LoopClock.SYSTEM, cause -> {
            throw new IllegalStateException(cause);
        });
        CompletableFuture<Connection> opened = new CompletableFuture<>();
        loops.get(0).execute(() -> {
            Connection fresh = new Connection(loops.get(0), loops, link, witness, MAX_PENDING, 0);
            try {
                fresh.open();
            } catch (IOException e) {
                opened.completeExceptionally(e);
                return;
            }
            opened.complete(fresh);
        });
        connection = opened.get();
    }

    @AfterEach
    void stop() {
        loops.get(0).execute(connection::close);
        loops.stop();
    }

    private void on(int loop, Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loops.get(loop).execute(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        done.join();
    }

    @Test
    void what_two_loops_produce_arrives_whole_and_in_each_ones_order() {
        byte[][] expected = {new byte[0], new byte[0]};
        ByteArrayOutputStream[] sent = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
        Random random = new Random(3);
        for (int turn = 0; turn < 400; turn++) {
            int loop = turn % 2;
            int length = 1 + (turn % 10 == 0 ? random.nextInt(300_000) : random.nextInt(3_000));
            link.capacity.set(random.nextInt(100_000));
            byte[] part = new byte[length];
            for (int i = 0; i < length; i++) {
                part[i] = (byte) (loop == 0 ? random.nextInt(100) : 100 + random.nextInt(28));
            }
            sent[loop].writeBytes(part);
            on(loop, () -> connection.output().stage(loop).append(part));
            assertThat(connection.output().inconsistency()).isNull();
            on(0, connection::writable);
        }
        link.capacity.set(Integer.MAX_VALUE);
        on(0, connection::writable);
        await().untilAsserted(
                        () -> assertThat(connection.output().pendingBytes()).isZero());
        byte[] all = link.taken();
        for (int loop = 0; loop < 2; loop++) {
            ByteArrayOutputStream own = new ByteArrayOutputStream();
            for (byte b : all) {
                if (b < 100 == (loop == 0)) {
                    own.write(b);
                }
            }
            expected[loop] = sent[loop].toByteArray();
            assertThat(own.toByteArray()).isEqualTo(expected[loop]);
        }
    }

    @Test
    void above_three_quarters_producers_are_held_and_released_when_it_drains() {
        link.capacity.set(0);
        byte[] part = new byte[100_000];
        for (int i = 0; i < 33; i++) {
            on(1, () -> connection.output().stage(1).append(part));
        }
        assertThat(connection.output().isStalled()).isTrue();
        AtomicInteger released = new AtomicInteger();
        connection.output().whenReleased(released::incrementAndGet);
        Runnable withdrawn = () -> released.addAndGet(100);
        connection.output().whenReleased(withdrawn);
        connection.output().whenReleased(withdrawn);
        assertThat(connection.output().waiting()).isEqualTo(2);
        connection.output().forget(withdrawn);
        assertThat(connection.output().waiting()).isEqualTo(1);
        assertThat(released).hasValue(0);
        link.capacity.set(Integer.MAX_VALUE);
        on(0, connection::writable);
        assertThat(released).hasValue(1);
        assertThat(connection.output().isStalled()).isFalse();
        connection.output().whenReleased(released::incrementAndGet);
        assertThat(released).hasValue(2);
    }

    @Test
    void beyond_the_bound_the_owner_is_told_once() {
        link.capacity.set(0);
        byte[] part = new byte[500_000];
        for (int i = 0; i < 12; i++) {
            on(1, () -> connection.output().stage(1).append(part));
        }
        on(0, () -> {});
        assertThat(witness.overflows).hasValue(1);
        on(1, () -> {});
        long pending = connection.output().pendingBytes();
        assertThat(pending).isGreaterThan(MAX_PENDING).isLessThanOrEqualTo(MAX_PENDING + part.length);
        on(1, () -> connection.output().stage(1).append(part));
        on(1, () -> {});
        assertThat(connection.output().pendingBytes()).isEqualTo(pending);
        assertThat(connection.output().inconsistency()).isNull();
    }

    @Test
    void a_closed_connection_takes_no_more_and_forgets_what_waited() {
        link.capacity.set(0);
        on(1, () -> connection.output().stage(1).append(new byte[200_000]));
        on(0, connection::close);
        assertThat(connection.output().pendingBytes()).isZero();
        on(1, () -> connection.output().stage(1).append(new byte[200_000]));
        assertThat(connection.output().pendingBytes()).isZero();
        assertThat(connection.output().inconsistency()).isNull();
    }

    @Test
    void a_connection_that_lingers_reads_no_more_and_ends_when_its_output_fails() {
        link.capacity.set(0);
        on(0, () -> connection.output().stage(0).append(new byte[200_000]));
        on(0, () -> connection.closeAfterFlush(TimeUnit.HOURS.toNanos(1)));
        int reads = link.reads.get();
        on(0, () -> assertThat(connection.readable()).isFalse());
        assertThat(link.reads).hasValue(reads);
        assertThat(connection.isClosed()).isFalse();
        link.broken = true;
        on(0, connection::writable);
        assertThat(connection.isClosed()).isTrue();
        assertThat(connection.output().inconsistency()).isNull();
    }

    @Test
    void a_loop_that_stops_leaves_no_socket_open() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open();
                SocketChannel peer = connectTo(listener);
                SocketChannel accepted = listener.accept()) {
            peer.socket().setSoTimeout(10_000);
            CompletableFuture<Void> opened = new CompletableFuture<>();
            loops.get(1).execute(() -> {
                try {
                    new Connection(loops.get(1), loops, new SocketLink(accepted), witness, MAX_PENDING, 0).open();
                    opened.complete(null);
                } catch (IOException e) {
                    opened.completeExceptionally(e);
                }
            });
            opened.get();
            loops.get(0).execute(connection::close);
            loops.stop();
            assertThat(accepted.isOpen()).isFalse();
            assertThat(peer.socket().getInputStream().read()).isEqualTo(-1);
        }
    }

    private static SocketChannel connectTo(ServerSocketChannel listener) throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return SocketChannel.open(listener.getLocalAddress());
    }

    @Test
    void no_message_is_torn_by_what_another_loop_writes_to_the_same_target() throws Exception {
        int[] sizes = {10, 3_000, 5_000, 50_000, 127_000, 131_072, 200_000, 900_000};
        int rounds = 60;
        Thread draining = new Thread(() -> {
            Random random = new Random(11);
            while (!Thread.currentThread().isInterrupted()) {
                link.takeNoMoreThan(random.nextInt(400_000));
                on(0, connection::writable);
            }
        });
        draining.start();
        CompletableFuture<?>[] both = new CompletableFuture<?>[2];
        for (int loop = 0; loop < 2; loop++) {
            int own = loop;
            both[loop] = CompletableFuture.runAsync(() -> {
                Random random = new Random(own);
                for (int i = 0; i < rounds; i++) {
                    byte[] head = {(byte) ('A' + own)};
                    byte[] tail = new byte[sizes[random.nextInt(sizes.length)]];
                    Arrays.fill(tail, (byte) ('a' + own));
                    tail[tail.length - 1] = '\n';
                    int number = i;
                    on(own, () -> {
                        Stage stage = connection.output().stage(own);
                        stage.message(head, 0, 1, tail, 0, tail.length, tail.length);
                        stage.append("!\n".getBytes(StandardCharsets.US_ASCII));
                        if (number % 3 == 0) {
                            stage.sharedMessage(head, 0, 1, this, number, tail, 0, tail.length, tail.length);
                        }
                    });
                    await().pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> connection.output().pendingBytes() < MAX_PENDING / 8);
                }
            });
        }
        CompletableFuture.allOf(both).get(60, TimeUnit.SECONDS);
        draining.interrupt();
        draining.join();
        link.capacity.set(Integer.MAX_VALUE);
        await().untilAsserted(() -> {
            on(0, connection::writable);
            assertThat(connection.output().messages()).isEqualTo(2 * (rounds + rounds / 3));
            assertThat(connection.output().pendingBytes()).isZero();
        });
        String all = new String(link.taken(), StandardCharsets.US_ASCII);
        int lines = 0;
        for (int from = 0; from < all.length(); lines++) {
            int end = all.indexOf('\n', from);
            assertThat(end)
                    .as("end of line %s at %s of %s", lines, from, all.length())
                    .isNotNegative();
            char own = all.charAt(from);
            boolean whole = own == '!' && end == from + 1;
            if (!whole) {
                char expected = own == 'A' ? 'a' : 'b';
                whole = own == 'A' || own == 'B';
                for (int i = from + 1; i < end; i++) {
                    whole &= all.charAt(i) == expected;
                }
            }
            assertThat(whole)
                    .as("line %s at %s, %s long", lines, from, end - from)
                    .isTrue();
            from = end + 1;
        }
        assertThat(lines).isEqualTo(2 * (2 * rounds + rounds / 3));
        assertThat(connection.output().inconsistency()).isNull();
    }

    @Test
    void a_large_message_for_several_targets_is_copied_once_and_nobody_slow_keeps_it() {
        byte[] head = "MSG a 1 ".getBytes(StandardCharsets.US_ASCII);
        byte[] tail = new byte[200_000];
        new Random(5).nextBytes(tail);
        link.capacity.set(1_000);
        on(1, () -> {
            SharedTails shared = loops.get(1).sharedTails();
            Stage stage = connection.output().stage(1);
            stage.message(head, 0, head.length, tail, 0, 10, 10);
            stage.sharedMessage(head, 0, head.length, this, 1, tail, 0, tail.length, tail.length);
            ByteBuffer first = shared.piece(0);
            shared.hold(this, 1, tail, 0, tail.length);
            assertThat(shared.count()).isEqualTo(2);
            stage.message(head, 0, head.length, tail, 10, 10, 10);
            byte[] other = new byte[20_000];
            shared.hold(this, 2, other, 0, other.length);
            assertThat(shared.piece(0).get(0)).isZero();
            assertThat(first.get(0)).isEqualTo(tail[0]);
        });
        int length = 3 * head.length + 20 + tail.length;
        await().until(() -> connection.output().pendingBytes() == length - 1_000);
        // what is pending is a copy: the segments are used again
        on(1, () -> {
            byte[] zeros = new byte[250_000];
            loops.get(1).sharedTails().hold(this, 3, zeros, 0, zeros.length);
        });
        link.capacity.set(Integer.MAX_VALUE);
        await().untilAsserted(() -> {
            on(0, connection::writable);
            assertThat(link.taken()).hasSize(length);
        });
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(head);
        expected.write(tail, 0, 10);
        expected.writeBytes(head);
        expected.writeBytes(tail);
        expected.writeBytes(head);
        expected.write(tail, 10, 10);
        assertThat(link.taken()).isEqualTo(expected.toByteArray());
        assertThat(connection.output().messages()).isEqualTo(3);
    }

    @Test
    void a_message_that_cannot_be_staged_whole_leaves_no_byte() {
        byte[] head = "MSG a 1 ".getBytes(StandardCharsets.US_ASCII);
        byte[] tail = "2\r\nhi\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int impossible : new int[] {tail.length + 1, 300_000}) {
            on(1, () -> {
                Stage stage = connection.output().stage(1);
                stage.message(head, 0, head.length, tail, 0, tail.length, 2);
                assertThatThrownBy(() -> stage.message(head, 0, head.length, tail, 0, impossible, 2))
                        .isInstanceOf(IndexOutOfBoundsException.class);
                stage.message(head, 0, head.length, tail, 0, tail.length, 2);
            });
        }
        String four = "MSG a 1 2\r\nhi\r\n".repeat(4);
        await().untilAsserted(() ->
                assertThat(new String(link.taken(), StandardCharsets.US_ASCII)).isEqualTo(four));
        assertThat(connection.output().messages()).isEqualTo(4);
    }

    @Test
    void a_link_that_throws_ends_its_own_connection_and_not_the_loop_that_wrote() {
        link.fault = new IllegalStateException("planted");
        on(1, () -> connection.output().stage(1).append(new byte[300_000]));
        await().untilAsserted(() -> assertThat(witness.faults).containsExactly(link.fault));
        on(0, () -> assertThat(connection.isClosed()).isTrue());
        on(1, () -> connection.output().stage(1).append(new byte[100]));
        on(1, () -> {});
        assertThat(link.taken()).isEmpty();
        assertThat(connection.output().inconsistency()).isNull();
    }

    @Test
    void small_rests_share_segments_so_that_the_bound_holds_for_memory() {
        link.capacity.set(0);
        for (int i = 0; i < 2_000; i++) {
            int loop = i % 2;
            on(loop, () -> connection.output().stage(loop).append(new byte[500]));
        }
        // a stage is flushed at the end of its turn
        await().until(() -> connection.output().pendingBytes() == 1_000_000);
        long pending = 1_000_000;
        assertThat((long) connection.output().pendingSegments() * SegmentPool.LARGE)
                .isLessThan(pending * 5 / 4 + 2 * SegmentPool.LARGE);
    }

    /** Takes as many bytes as it is told to. */
    private static final class SlowLink extends SilentLink {
        final AtomicInteger capacity = new AtomicInteger(Integer.MAX_VALUE);
        final AtomicInteger reads = new AtomicInteger();
        volatile boolean broken;
        volatile @Nullable RuntimeException fault;
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        /** Not while a write is counting, as another loop's may be. */
        synchronized void takeNoMoreThan(int bytes) {
            capacity.set(bytes);
        }

        synchronized byte[] taken() {
            return taken.toByteArray();
        }

        @Override
        public int read(ByteBuffer target) {
            reads.incrementAndGet();
            return 0;
        }

        @Override
        public synchronized int write(ByteBuffer source) throws IOException {
            if (fault != null) {
                throw fault;
            }
            if (broken) {
                throw new IOException("reset by the peer");
            }
            int part = Math.min(source.remaining(), capacity.get());
            if (capacity.get() != Integer.MAX_VALUE) {
                capacity.addAndGet(-part);
            }
            byte[] bytes = new byte[part];
            source.get(bytes);
            taken.writeBytes(bytes);
            return part;
        }
    }

    private static final class Witness implements Connection.Handler {
        final AtomicInteger overflows = new AtomicInteger();
        final List<RuntimeException> faults = new CopyOnWriteArrayList<>();

        @Override
        public void failed(RuntimeException cause) {
            faults.add(cause);
        }

        @Override
        public int received(byte[] bytes, int offset, int end) {
            return end;
        }

        @Override
        public int wanted() {
            return 0;
        }

        @Override
        public void inputEnded(@Nullable IOException cause) {}

        @Override
        public void outputFailed(IOException cause) {}

        @Override
        public void outputOverflowed() {
            overflows.incrementAndGet();
        }

        @Override
        public boolean outputBlocked(long bytes, int chunks) {
            return true;
        }
    }
}
