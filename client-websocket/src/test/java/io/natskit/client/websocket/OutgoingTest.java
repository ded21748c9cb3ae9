// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutgoingTest {
    private static final int BOUND = 128 * 1024;

    private final Outgoing outgoing = new Outgoing(BOUND);
    private final AtomicInteger told = new AtomicInteger();

    private Chunk next() {
        return ((Outgoing.Data) outgoing.next()).chunk();
    }

    @Test
    void no_more_waits_than_the_bound_what_is_being_sent_included() {
        assertThat(outgoing.write(ByteBuffer.allocate(200_000))).isEqualTo(BOUND);
        Chunk sending = next();

        assertThat(outgoing.write(ByteBuffer.allocate(1))).isZero();
        outgoing.sent(sending);
        assertThat(outgoing.write(ByteBuffer.allocate(200_000))).isEqualTo(64 * 1024);
    }

    @Test
    void room_is_told_at_once_while_there_is_some() {
        outgoing.onWritable(told::incrementAndGet);

        assertThat(told).hasValue(1);
    }

    @Test
    void who_found_it_full_is_told_when_half_of_it_is_free() {
        Outgoing wide = new Outgoing(4L * 64 * 1024);
        wide.write(ByteBuffer.allocate(1_000_000));
        wide.onWritable(told::incrementAndGet);
        wide.sent(((Outgoing.Data) wide.next()).chunk());
        assertThat(told).hasValue(0);

        wide.sent(((Outgoing.Data) wide.next()).chunk());
        assertThat(told).hasValue(1);
        wide.sent(((Outgoing.Data) wide.next()).chunk());
        assertThat(told).as("once").hasValue(1);
    }

    @Test
    void who_waits_for_room_is_told_of_the_end() {
        outgoing.write(ByteBuffer.allocate(200_000));
        outgoing.onWritable(told::incrementAndGet);

        outgoing.end();

        assertThat(told).hasValue(1);
        assertThat(outgoing.write(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(outgoing.next()).isNull();
    }

    @Test
    void an_idle_sender_is_woken_by_the_first_byte() throws InterruptedException {
        AtomicInteger length = new AtomicInteger();
        Thread sender = new Thread(() -> length.set(next().length()));
        sender.setDaemon(true);
        sender.start();
        await().until(() -> sender.getState() == Thread.State.WAITING);

        outgoing.write(ByteBuffer.allocate(7));
        sender.join(20_000);

        assertThat(sender.isAlive()).as("still waits").isFalse();
        assertThat(length).hasValue(7);
    }
}
