// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.Seeded;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InProcessPipeTest {
    @Test
    void what_one_end_writes_the_other_reads() {
        InProcessPipe pipe = InProcessPipe.create(8);
        assertThat(read(pipe.server())).isEqualTo("");
        assertThat(write(pipe.client(), "abc")).isEqualTo(3);
        assertThat(write(pipe.server(), "xy")).isEqualTo(2);
        assertThat(read(pipe.server())).isEqualTo("abc");
        assertThat(read(pipe.client())).isEqualTo("xy");
        assertThat(pipe.client().read(ByteBuffer.allocate(1))).isZero();
    }

    @Test
    void a_full_link_takes_what_fits_and_calls_when_there_is_room() {
        InProcessPipe pipe = InProcessPipe.create(4);
        AtomicInteger calls = new AtomicInteger();
        pipe.client().onWritable(calls::incrementAndGet);
        assertThat(calls).hasValue(1);
        assertThat(write(pipe.client(), "abcdef")).isEqualTo(4);
        assertThat(write(pipe.client(), "ef")).isZero();
        assertThat(read(pipe.server())).isEqualTo("abcd");
        assertThat(calls).hasValue(2);
        assertThat(write(pipe.client(), "ef")).isEqualTo(2);
        assertThat(read(pipe.server())).isEqualTo("ef");
        assertThat(calls).hasValue(2);
    }

    @Test
    void a_reader_is_called_when_bytes_come_to_an_empty_link() {
        InProcessPipe pipe = InProcessPipe.create(8);
        AtomicInteger calls = new AtomicInteger();
        pipe.server().onReadable(calls::incrementAndGet);
        assertThat(calls).hasValue(0);
        write(pipe.client(), "a");
        write(pipe.client(), "b");
        assertThat(calls).hasValue(1);
        read(pipe.server());
        write(pipe.client(), "c");
        assertThat(calls).hasValue(2);
        pipe.server().onReadable(calls::incrementAndGet);
        assertThat(calls).hasValue(3);
    }

    @Test
    void after_close_the_rest_is_read_then_the_end() {
        InProcessPipe pipe = InProcessPipe.create(8);
        AtomicInteger calls = new AtomicInteger();
        pipe.server().onReadable(calls::incrementAndGet);
        pipe.server().onWritable(() -> {});
        write(pipe.client(), "last");
        pipe.client().close();
        pipe.client().close();
        assertThat(calls).hasValue(2);
        assertThat(read(pipe.server())).isEqualTo("last");
        assertThat(pipe.server().read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(write(pipe.server(), "x")).isEqualTo(-1);
        assertThat(write(pipe.client(), "x")).isEqualTo(-1);
    }

    @Test
    void a_capacity_of_nothing_is_refused() {
        assertThatThrownBy(() -> InProcessPipe.create(0)).hasMessageContaining("capacityBytes: 0");
    }

    @Test
    void two_threads_exchange_a_long_stream_without_a_lost_or_swapped_byte() throws Exception {
        Random random = Seeded.random("InProcessPipeTest");
        byte[] stream = new byte[1 << 20];
        random.nextBytes(stream);
        InProcessPipe pipe = InProcessPipe.create(10_007);
        Semaphore room = new Semaphore(0);
        pipe.client().onWritable(room::release);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            ByteBuffer src = ByteBuffer.wrap(stream);
            while (src.hasRemaining()) {
                src.limit(Math.min(stream.length, src.position() + 3_000));
                if (pipe.client().write(src) == 0) {
                    room.acquireUninterruptibly();
                }
                src.limit(stream.length);
            }
            pipe.client().close();
        });
        Semaphore bytes = new Semaphore(0);
        pipe.server().onReadable(bytes::release);
        ByteBuffer all = ByteBuffer.allocate(stream.length + 1);
        int n = 0;
        while (n >= 0) {
            n = pipe.server().read(all);
            if (n == 0) {
                assertThat(bytes.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            }
        }
        writer.get(20, TimeUnit.SECONDS);
        assertThat(all.flip()).isEqualTo(ByteBuffer.wrap(stream));
    }

    private static int write(ByteLink link, String text) {
        return link.write(ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    private static String read(ByteLink link) {
        ByteBuffer dst = ByteBuffer.allocate(64);
        link.read(dst);
        return java.nio.charset.StandardCharsets.US_ASCII.decode(dst.flip()).toString();
    }
}
