// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final byte[] SUBJECT = "a".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = new byte[0];

    private final AtomicLong nanos = new AtomicLong(1_000_000_000);
    private final Outbox outbox = new Outbox(1000, 500, nanos::get);

    private Offer publish(String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.US_ASCII);
        return outbox.publish(SUBJECT, null, null, bytes, 0, bytes.length);
    }

    private FakeSink online(long room) {
        FakeSink sink = new FakeSink(room);
        outbox.attach(sink, NOTHING);
        outbox.flush();
        return sink;
    }

    private Leftover detach() {
        List<Leftover> left = new ArrayList<>();
        outbox.detach(left::add);
        assertThat(left).hasSize(1);
        return left.get(0);
    }

    @Test
    void idle_publish_is_written_by_its_caller() {
        FakeSink sink = online(1000);
        assertThat(publish("hi")).isEqualTo(Offer.ACCEPTED);
        assertThat(sink.taken()).isEqualTo("PUB a 2\r\nhi\r\n");
        assertThat(sink.wakes).isZero();
    }

    @Test
    void busy_publishes_gather_and_the_io_thread_is_woken_once() {
        FakeSink sink = online(1000);
        publish("1");
        publish("2");
        publish("3");
        assertThat(sink.wakes).isEqualTo(1);
        assertThat(sink.taken()).isEqualTo("PUB a 1\r\n1\r\n");
        outbox.flush();
        assertThat(sink.taken()).isEqualTo("PUB a 1\r\n1\r\nPUB a 1\r\n2\r\nPUB a 1\r\n3\r\n");
        assertThat(sink.writes).isEqualTo(2);
    }

    @Test
    void what_is_gathered_waits_for_a_flush_or_goes_with_what_is_written_anyway() {
        FakeSink sink = online(1000);
        ByteBuffer payload = ByteBuffer.wrap(new byte[] {'1'});
        outbox.publish(SUBJECT, SUBJECT, null, payload, Haste.GATHERS);
        assertThat(sink.taken()).isEmpty();
        assertThat(sink.wakes).isZero();
        outbox.flushNow();
        assertThat(sink.taken()).isEqualTo("PUB a a 1\r\n1\r\n");
        outbox.publish(SUBJECT, SUBJECT, null, payload, Haste.GATHERS);
        publish("2");
        outbox.flush();
        assertThat(sink.taken()).isEqualTo("PUB a a 1\r\n1\r\nPUB a a 1\r\n1\r\nPUB a 1\r\n2\r\n");
    }

    @Test
    void who_gathers_writes_when_a_block_is_full() {
        FakeSink sink = online(10_000);
        outbox.publish(SUBJECT, SUBJECT, null, ByteBuffer.wrap(new byte[300]), Haste.GATHERS);
        assertThat(sink.writes).isZero();
        outbox.publish(SUBJECT, SUBJECT, null, ByteBuffer.wrap(new byte[300]), Haste.GATHERS);
        assertThat(sink.writes).isEqualTo(1);
        assertThat(outbox.pendingBytes()).isZero();
    }

    @Test
    void partial_writes_go_on_where_they_stopped() {
        FakeSink sink = online(5);
        publish("hello");
        assertThat(sink.awaited).isTrue();
        assertThat(outbox.pendingBytes()).isEqualTo(16 - 5 - 0);
        publish("again");
        sink.give(7);
        outbox.flush();
        sink.give(1000);
        outbox.flush();
        assertThat(sink.taken()).isEqualTo("PUB a 5\r\nhello\r\nPUB a 5\r\nagain\r\n");
        assertThat(outbox.pendingBytes()).isZero();
    }

    @Test
    void offline_publishes_are_kept_up_to_their_bound_and_sent_after_the_subscriptions() {
        String big = "x".repeat(200);
        assertThat(publish(big)).isEqualTo(Offer.ACCEPTED);
        assertThat(publish(big)).isEqualTo(Offer.ACCEPTED);
        assertThat(publish(big)).isEqualTo(Offer.FULL);
        FakeSink sink = new FakeSink(10_000);
        outbox.attach(sink, "SUB s 1\r\n".getBytes(StandardCharsets.US_ASCII));
        outbox.flush();
        assertThat(sink.taken()).isEqualTo("SUB s 1\r\n" + ("PUB a 200\r\n" + big + "\r\n").repeat(2));
    }

    @Test
    void nothing_is_kept_offline_when_told_so() {
        Outbox strict = new Outbox(1000, 0, nanos::get);
        assertThat(strict.publish(SUBJECT, null, null, NOTHING, 0, 0)).isEqualTo(Offer.OFFLINE);
    }

    @Test
    void message_cut_in_the_middle_is_sent_whole_to_the_next_link_and_control_ops_are_not() {
        FakeSink sink = online(14 + 9);
        publish("12");
        publish("34");
        outbox.append("UNSUB 1\r\n".getBytes(StandardCharsets.US_ASCII));
        publish("56");
        outbox.flush();
        Leftover left = detach();
        assertThat(left.sent()).isEqualTo(1);
        assertThat(left.inDoubt()).isEqualTo(1);
        FakeSink next = online(1000);
        assertThat(next.taken()).isEqualTo("PUB a 2\r\n34\r\nPUB a 2\r\n56\r\n");
        assertThat(sink.taken()).startsWith("PUB a 2\r\n12\r\n");
    }

    @Test
    void every_cut_sends_each_message_whole_exactly_once_or_counts_it_in_doubt() {
        String all = "PUB a 1\r\n1\r\nPUB a 1\r\n2\r\nPUB a 1\r\n3\r\n";
        for (int room = 0; room <= all.length(); room++) {
            Outbox box = new Outbox(1000, 1000, nanos::get);
            for (String payload : List.of("1", "2", "3")) {
                box.publish(SUBJECT, null, null, payload.getBytes(StandardCharsets.US_ASCII), 0, 1);
            }
            FakeSink first = new FakeSink(room);
            box.attach(first, NOTHING);
            box.flush();
            List<Leftover> left = new ArrayList<>();
            box.detach(left::add);
            FakeSink second = new FakeSink(1000);
            box.attach(second, NOTHING);
            box.flush();
            int whole = room / 12;
            assertThat(left.get(0).inDoubt()).as("room %d", room).isEqualTo(whole);
            assertThat(second.taken()).as("room %d", room).isEqualTo(all.substring(12 * whole));
        }
    }

    @Test
    void pong_settles_what_was_published_before_its_ping() {
        online(1000);
        publish("1");
        Count waiter = new Count();
        outbox.ping(waiter);
        outbox.flush();
        publish("2");
        outbox.flush();
        assertThat(outbox.pong()).isTrue();
        assertThat(waiter.pongs).isEqualTo(1);
        outbox.ping(waiter);
        Leftover left = detach();
        assertThat(left.inDoubt()).isEqualTo(1);
        assertThat(left.waiters()).containsExactly(waiter);
    }

    @Test
    void link_that_is_left_in_the_middle_of_a_message_is_given_the_rest_of_it() {
        String all = "PUB a 1\r\n1\r\nPUB a 1\r\n2\r\nPUB a 1\r\n3\r\n";
        for (int room = 0; room <= all.length(); room++) {
            Outbox box = new Outbox(1000, 1000, nanos::get);
            for (String payload : List.of("1", "2", "3")) {
                box.publish(SUBJECT, null, null, payload.getBytes(StandardCharsets.US_ASCII), 0, 1);
            }
            FakeSink first = new FakeSink(room);
            box.attach(first, NOTHING);
            box.flush();
            List<Leftover> left = new ArrayList<>();
            box.leave(left::add);
            FakeSink second = new FakeSink(1000);
            box.attach(second, NOTHING);
            box.flush();
            int begun = (room + 11) / 12;
            String rest = new String(left.get(0).rest(), StandardCharsets.US_ASCII);
            assertThat(first.taken() + rest).as("room %d", room).isEqualTo(all.substring(0, 12 * begun));
            assertThat(left.get(0).inDoubt()).as("room %d", room).isEqualTo(begun);
            assertThat(second.taken()).as("room %d", room).isEqualTo(all.substring(12 * begun));
        }
    }

    @Test
    void waiters_whose_ping_was_not_written_are_told_apart() {
        online(12 + 6);
        publish("1");
        Count written = new Count();
        Count unwritten = new Count();
        outbox.ping(written);
        outbox.flush();
        publish("2");
        outbox.ping(unwritten);
        outbox.flush();
        Leftover left = detach();
        assertThat(left.whatWasPinged().waiters()).containsExactly(written);
        assertThat(left.unpinged()).containsExactly(unwritten);
    }

    private static final class Count implements PongWaiter {
        int pongs;

        @Override
        public void pong() {
            pongs++;
        }

        @Override
        public void lost(long inDoubt) {}
    }

    @Test
    void full_buffer_refuses_until_half_is_free() throws InterruptedException {
        FakeSink sink = online(0);
        String payload = "x".repeat(100);
        while (publish(payload) == Offer.ACCEPTED) {
            // until it is full
        }
        AtomicBoolean told = new AtomicBoolean();
        outbox.whenWritable(() -> told.set(true));
        assertThat(told).isFalse();
        assertThat(outbox.awaitRoom(200, 0)).isFalse();
        sink.give(200);
        outbox.flush();
        assertThat(told).isFalse();
        sink.give(10_000);
        outbox.flush();
        assertThat(told).isTrue();
        assertThat(outbox.awaitRoom(200, 0)).isTrue();
    }

    @Test
    void who_waits_for_more_room_than_there_is_offline_goes_on_with_the_next_link_and_not_before() {
        AtomicBoolean told = new AtomicBoolean();
        outbox.whenRoom(600, () -> told.set(true));
        assertThat(told).isFalse();
        online(1000);
        assertThat(told).isTrue();
    }

    @Test
    void who_waits_for_more_than_half_of_the_room_goes_on_when_that_much_is_free() {
        FakeSink sink = online(0);
        String payload = "x".repeat(100);
        while (publish(payload) == Offer.ACCEPTED) {
            // until it is full
        }
        AtomicBoolean told = new AtomicBoolean();
        outbox.whenRoom(900, () -> told.set(true));
        sink.give(600);
        outbox.flush();
        assertThat(told).isFalse();
        sink.give(10_000);
        outbox.flush();
        assertThat(told).isTrue();
    }

    @Test
    void who_waits_for_room_is_told_when_there_will_be_none() {
        Outbox strict = new Outbox(1000, 0, nanos::get);
        strict.attach(new FakeSink(0), NOTHING);
        strict.flush();
        while (strict.publish(SUBJECT, null, null, new byte[100], 0, 100) == Offer.ACCEPTED) {
            // until it is full
        }
        AtomicBoolean told = new AtomicBoolean();
        strict.whenRoom(200, () -> told.set(true));
        assertThat(told).isFalse();
        strict.detach(left -> {});
        assertThat(told).isTrue();
        told.set(false);
        strict.attach(new FakeSink(0), NOTHING);
        strict.whenRoom(200, () -> told.set(true));
        assertThat(told).isFalse();
        strict.refusePublishes();
        assertThat(told).isTrue();
    }

    @Test
    void message_larger_than_the_bound_passes_an_empty_buffer() {
        FakeSink sink = online(100_000);
        assertThat(publish("x".repeat(5000))).isEqualTo(Offer.ACCEPTED);
        assertThat(sink.taken()).hasSizeGreaterThan(5000);
    }

    @Test
    void broken_link_keeps_what_it_did_not_take() {
        FakeSink sink = online(1000);
        sink.cut();
        publish("1");
        publish("2");
        assertThat(detach().inDoubt()).isZero();
        assertThat(online(1000).taken()).isEqualTo("PUB a 1\r\n1\r\nPUB a 1\r\n2\r\n");
    }

    @Test
    void closed_outbox_refuses_and_releases_who_waits() {
        online(0);
        outbox.close();
        assertThat(publish("x")).isEqualTo(Offer.CLOSED);
        AtomicBoolean told = new AtomicBoolean();
        outbox.whenWritable(() -> told.set(true));
        assertThat(told).isTrue();
    }

    @Test
    void callers_who_fill_blocks_write_them_and_the_io_thread_rests() {
        Outbox large = new Outbox(1 << 20, 0, nanos::get);
        FakeSink sink = new FakeSink(Long.MAX_VALUE);
        large.attach(sink, NOTHING);
        large.flush();
        byte[] payload = new byte[1000];
        int published = 0;
        for (; sink.writes < 4; published++) {
            large.publish(SUBJECT, null, null, payload, 0, payload.length);
        }
        assertThat(sink.wakes).isEqualTo(1);
        large.flush();
        assertThat(sink.laterWakes).isEqualTo(1);
        for (; sink.writes < 8; published++) {
            large.publish(SUBJECT, null, null, payload, 0, payload.length);
        }
        large.publish(SUBJECT, null, null, payload, 0, payload.length);
        published++;
        assertThat(sink.wakes).isEqualTo(1);
        assertThat(large.pendingMessages()).isEqualTo(1);
        large.flush();
        large.flush();
        assertThat(large.pendingBytes()).isZero();
        assertThat(sink.taken()).hasSize(published * ("PUB a 1000\r\n".length() + 1002));
        large.publish(SUBJECT, null, null, payload, 0, payload.length);
        assertThat(sink.wakes).as("no block was filled in the last rest").isEqualTo(2);
    }

    @Test
    void request_beside_a_flood_is_written_at_once() {
        Outbox large = new Outbox(1 << 20, 0, nanos::get);
        FakeSink sink = new FakeSink(Long.MAX_VALUE);
        large.attach(sink, NOTHING);
        large.flush();
        byte[] payload = new byte[1000];
        while (sink.writes < 4) {
            large.publish(SUBJECT, null, null, payload, 0, payload.length);
        }
        large.flush();
        large.publish(SUBJECT, "r".getBytes(StandardCharsets.US_ASCII), null, NOTHING, 0, 0);
        assertThat(sink.taken()).endsWith("PUB a r 0\r\n\r\n");
    }

    @Test
    void messages_larger_than_a_block_are_kept_whole_from_link_to_link() {
        Outbox large = new Outbox(1 << 22, 1 << 22, nanos::get);
        byte[] payload = "0123456789".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 3; i++) {
            assertThat(large.publish(SUBJECT, null, null, payload, 0, payload.length))
                    .isEqualTo(Offer.ACCEPTED);
        }
        FakeSink first = new FakeSink(payload.length + 100_000L);
        large.attach(first, NOTHING);
        large.flush();
        List<Leftover> left = new ArrayList<>();
        large.detach(left::add);
        assertThat(left.get(0).inDoubt()).isEqualTo(1);
        FakeSink second = new FakeSink(Long.MAX_VALUE);
        large.attach(second, NOTHING);
        large.flush();
        String one = "PUB a 200000\r\n" + new String(payload, StandardCharsets.US_ASCII) + "\r\n";
        assertThat(second.taken()).isEqualTo(one + one);
    }

    @Test
    void payload_that_is_out_of_its_array_leaves_nothing_behind() {
        FakeSink sink = online(10_000);
        assertThatThrownBy(() -> outbox.publish(SUBJECT, null, null, new byte[10], 5, 6))
                .isInstanceOf(IndexOutOfBoundsException.class);
        publish("hi");
        assertThat(sink.taken()).isEqualTo("PUB a 2\r\nhi\r\n");
    }

    @Test
    void publish_allocates_nothing() {
        Outbox large = new Outbox(1 << 20, 0, System::nanoTime);
        NullSink sink = new NullSink();
        large.attach(sink, NOTHING);
        large.flush();
        byte[] payload = new byte[16];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        publishMany(large, payload, 50_000);
        long id = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getThreadAllocatedBytes(id);
            publishMany(large, payload, 20_000);
            least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
        }
        // a round in which the thread lost its core for a while may need more blocks than there were
        assertThat(least / 20_000.0).as("bytes a publish").isLessThan(0.1);
    }

    private static void publishMany(Outbox box, byte[] payload, int times) {
        for (int i = 0; i < times; i++) {
            if (box.publish(SUBJECT, null, null, payload, 0, payload.length) != Offer.ACCEPTED) {
                box.flush();
            }
        }
        box.flush();
    }

    private static final class NullSink implements Sink {
        @Override
        public int write(java.nio.ByteBuffer bytes) {
            int n = bytes.remaining();
            bytes.position(bytes.limit());
            return n;
        }

        @Override
        public void awaitWritable() {}

        @Override
        public void wake() {}

        @Override
        public void wakeLater(long nanos) {}

        @Override
        public void broken(java.io.IOException cause) {}
    }
}
