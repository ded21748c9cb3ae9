// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.client.ServerAddress;
import io.natskit.wire.websocket.CloseFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a link ends over connections that do what sockets seldom do. */
@Timeout(60)
class WebSocketLinkTest {
    private static final ServerAddress SERVER = ServerAddress.parse("ws://a");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    WebSocketLinkTest() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @AfterEach
    void noThreadStays() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS))
                .as("both threads have ended")
                .isTrue();
        assertThat(timer.shutdownNow()).as("nothing is waited for any more").isEmpty();
    }

    /** The other side takes everything and says nothing. */
    private static class Mute implements Carrier {
        final CountDownLatch cancelled = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);

        static void until(CountDownLatch what) throws IOException {
            try {
                assertThat(what.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public int read(byte[] into) throws IOException {
            until(cancelled);
            throw new IOException("cancelled");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {}

        @Override
        public void close() {
            closed.countDown();
        }

        @Override
        public void cancel() {
            cancelled.countDown();
        }
    }

    private WebSocketLink link(Carrier carrier) {
        return new WebSocketLink(SERVER, carrier, Deflate.of(List.of(), false), WebSocketOptions.of(w -> {}), timer);
    }

    private WebSocketLink started(Carrier carrier) {
        WebSocketLink link = link(carrier);
        link.start(threads);
        return link;
    }

    private static void assertTold(WebSocketLink link, Mute carrier, String why) throws IOException {
        Mute.until(carrier.closed);
        assertThat(carrier.cancelled.getCount()).as("cancelled").isZero();
        assertThat(link.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(link.write(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(link.failure().orElseThrow())
                .hasMessage("WebSocket to ws://a:80: " + why)
                .hasCauseInstanceOf(Error.class);
    }

    @Test
    void an_error_over_what_comes_is_told() throws IOException {
        Mute carrier = new Mute() {
            @Override
            public int read(byte[] into) {
                throw new OutOfMemoryError("none left");
            }
        };

        assertTold(started(carrier), carrier, "none left");
    }

    @Test
    void an_error_over_what_is_sent_is_told() throws IOException {
        Mute carrier = new Mute() {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                throw new StackOverflowError();
            }
        };
        WebSocketLink link = started(carrier);
        link.write(ByteBuffer.allocate(1));

        assertTold(link, carrier, "java.lang.StackOverflowError");
    }

    @Test
    void a_thread_that_cannot_be_had_ends_the_other_one() throws IOException {
        Mute carrier = new Mute();
        WebSocketLink link = link(carrier);
        CountDownLatch first = new CountDownLatch(1);

        assertThatThrownBy(() -> link.start(task -> {
                    if (first.getCount() == 0) {
                        throw new OutOfMemoryError("no thread");
                    }
                    first.countDown();
                    threads.execute(task);
                }))
                .hasMessage("no thread");

        assertThat(link.failure().orElseThrow()).hasMessageEndingWith("no thread");
        Mute.until(carrier.closed);
        assertThat(carrier.cancelled.getCount()).as("cancelled").isZero();
    }

    @Test
    void a_client_that_closes_as_soon_as_it_is_told_does_not_change_the_last_word() throws IOException {
        byte[] text = {(byte) 0x81, 0};
        CountDownLatch said = new CountDownLatch(1);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        Mute carrier = new Mute() {
            private boolean spoken;

            @Override
            public int read(byte[] into) throws IOException {
                if (spoken) {
                    until(said);
                    return -1;
                }
                spoken = true;
                System.arraycopy(text, 0, into, 0, text.length);
                return text.length;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                sent.write(bytes, offset, length);
                said.countDown();
            }
        };
        WebSocketLink link = link(carrier);
        link.onReadable(() -> {
            if (link.read(ByteBuffer.allocate(1)) < 0) {
                link.close();
            }
        });
        link.start(threads);
        Mute.until(carrier.closed);

        byte[] frame = sent.toByteArray();
        assertThat(frame[0]).isEqualTo((byte) 0x88);
        int status = ((frame[6] ^ frame[2]) & 0xff) << 8 | (frame[7] ^ frame[3]) & 0xff;
        assertThat(status).isEqualTo(CloseFrame.UNSUPPORTED);
        assertThat(link.failure().orElseThrow()).hasMessage("ws://a:80 sent a text frame (expected: binary)");
    }

    @Test
    void a_server_that_does_not_answer_the_last_word_is_left_soon_after_it() throws IOException {
        Mute carrier = new Mute();
        WebSocketLink link = started(carrier);
        long start = System.nanoTime();

        link.close();
        Mute.until(carrier.closed);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void a_farewell_of_tls_that_nobody_takes_is_broken_off() throws IOException {
        CountDownLatch given = new CountDownLatch(1);
        Mute carrier = new Mute() {
            @Override
            public int read(byte[] into) {
                return -1;
            }

            @Override
            public void close() {
                try {
                    until(cancelled);
                    given.countDown();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        };

        started(carrier).close();

        Mute.until(given);
    }
}
