// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.client.OverflowPolicy;
import io.natskit.client.Subscription;
import io.natskit.wire.headers.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final Watch watch = new Watch();

    private static final class Watch implements Mailbox.Watcher {
        int ready;
        int dropped;
        int episodes;
        int emptied;
        boolean overflowed;

        @Nullable
        Worker worker;

        @Override
        public void ready() {
            ready++;
            if (worker != null) {
                worker.ready();
            }
        }

        @Override
        public void dropped(ReceivedMessage message, boolean first) {
            dropped++;
            episodes += first ? 1 : 0;
        }

        @Override
        public void overflowed() {
            overflowed = true;
        }

        @Override
        public void emptied() {
            emptied++;
        }
    }

    private static final Origin ORIGIN = new Origin() {
        @Override
        public Subscription subscription() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String subscribedSubject() {
            return "s";
        }

        @Override
        public void reply(byte[] subject, Headers headers, byte[] payload) {
            throw new UnsupportedOperationException();
        }
    };

    private static ReceivedMessage message(int n) {
        return new ReceivedMessage(ORIGIN, Integer.toString(n).getBytes(StandardCharsets.US_ASCII));
    }

    private Mailbox mailbox(long max, OverflowPolicy overflow) {
        return new Mailbox(max, Long.MAX_VALUE, overflow, 1, watch);
    }

    private static List<String> pollAll(Mailbox box) {
        List<String> all = new ArrayList<>();
        ReceivedMessage message = box.poll();
        while (message != null) {
            all.add(message.text());
            message = box.poll();
        }
        return all;
    }

    @Test
    void messages_of_a_read_are_handed_over_together_with_one_wake_up() {
        Mailbox box = mailbox(100, OverflowPolicy.DROP_NEWEST);
        assertThat(box.add(message(1))).isTrue();
        assertThat(box.add(message(2))).isFalse();
        assertThat(box.poll()).isNull();
        box.handOver();
        assertThat(watch.ready).isEqualTo(1);
        assertThat(box.pendingMessages()).isEqualTo(2);
        assertThat(pollAll(box)).containsExactly("1", "2");
        assertThat(box.delivered()).isEqualTo(2);
        assertThat(box.pendingBytes()).isZero();
    }

    @Test
    void order_holds_over_many_hand_overs_and_partial_takes() throws InterruptedException {
        Mailbox box = mailbox(1_000_000, OverflowPolicy.DROP_NEWEST);
        List<String> got = new ArrayList<>();
        int n = 0;
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < round % 37; i++) {
                box.add(message(n++));
            }
            box.handOver();
            for (int i = 0; i < round % 29; i++) {
                ReceivedMessage message = box.take(0);
                if (message != null) {
                    got.add(message.text());
                }
            }
        }
        got.addAll(pollAll(box));
        assertThat(got).hasSize(n);
        for (int i = 0; i < n; i++) {
            assertThat(got.get(i)).isEqualTo("" + i);
        }
    }

    @Test
    void newest_is_dropped_at_the_bound_and_an_episode_ends_at_its_half() {
        Mailbox box = mailbox(4, OverflowPolicy.DROP_NEWEST);
        for (int i = 0; i < 6; i++) {
            box.add(message(i));
        }
        box.handOver();
        assertThat(watch.dropped).isEqualTo(2);
        assertThat(watch.episodes).isEqualTo(1);
        assertThat(pollAll(box)).containsExactly("0", "1", "2", "3");
        for (int i = 0; i < 6; i++) {
            box.add(message(i));
        }
        assertThat(watch.episodes).isEqualTo(2);
        assertThat(box.dropped()).isEqualTo(4);
    }

    @Test
    void oldest_gives_way_where_asked_for() {
        Mailbox box = mailbox(3, OverflowPolicy.DROP_OLDEST);
        for (int i = 0; i < 6; i++) {
            box.add(message(i));
        }
        box.handOver();
        assertThat(pollAll(box)).containsExactly("3", "4", "5");
        assertThat(box.dropped()).isEqualTo(3);
        assertThat(box.delivered()).isEqualTo(3);
    }

    @Test
    void bytes_bound_too_but_a_heavy_message_passes_an_empty_mailbox() {
        Mailbox box = new Mailbox(100, 5, OverflowPolicy.DROP_NEWEST, 1, watch);
        box.add(new ReceivedMessage(ORIGIN, new byte[50]));
        box.add(message(1));
        assertThat(watch.dropped).isEqualTo(1);
        box.handOver();
        assertThat(box.poll()).isNotNull();
        box.add(message(1));
        assertThat(watch.dropped).isEqualTo(1);
    }

    @Test
    void ended_mailbox_tells_once_it_is_emptied() {
        Mailbox box = mailbox(10, OverflowPolicy.DROP_NEWEST);
        box.add(message(1));
        box.handOver();
        box.end(false);
        assertThat(watch.emptied).isZero();
        assertThat(pollAll(box)).containsExactly("1");
        assertThat(watch.emptied).isEqualTo(1);
        box.end(true);
        assertThat(watch.emptied).isEqualTo(1);
    }

    @Test
    void discarded_messages_are_neither_pending_nor_delivered() {
        Mailbox box = mailbox(10, OverflowPolicy.DROP_NEWEST);
        box.add(message(1));
        box.handOver();
        box.add(message(2));
        box.end(true);
        box.handOver();
        assertThat(box.pendingMessages()).isZero();
        assertThat(box.delivered()).isZero();
        assertThat(watch.emptied).isEqualTo(1);
    }

    @Test
    void message_put_back_is_the_next_one() {
        Mailbox box = mailbox(10, OverflowPolicy.DROP_NEWEST);
        box.add(message(1));
        box.add(message(2));
        box.handOver();
        ReceivedMessage first = box.poll();
        assertThat(first).isNotNull();
        box.putBack(first);
        assertThat(box.pendingMessages()).isEqualTo(2);
        assertThat(pollAll(box)).containsExactly("1", "2");
    }

    @Test
    void serial_worker_handles_every_message_once_in_order_whoever_runs_it() throws InterruptedException {
        Mailbox box = mailbox(10_000_000, OverflowPolicy.DROP_NEWEST);
        ConcurrentLinkedQueue<String> got = new ConcurrentLinkedQueue<>();
        CallbackPool pool = new CallbackPool("mailbox-test", 2, System::nanoTime);
        watch.worker = new SerialWorker(box, pool, m -> got.add(m.text()));
        for (int i = 0; i < 100_000; i++) {
            box.add(message(i));
            if (i % 7 == 0) {
                box.handOver();
            }
        }
        box.handOver();
        box.end(false);
        // a closed pool takes no more turns, so all of them come first
        await().until(() -> box.delivered() == 100_000);
        pool.close();
        assertThat(pool.awaitGone(10_000_000_000L)).isTrue();
        assertThat(got).hasSize(100_000);
        int n = 0;
        for (String text : got) {
            assertThat(text).isEqualTo("" + n++);
        }
        assertThat(box.delivered()).isEqualTo(100_000);
    }

    @Test
    void pool_gives_a_waiting_task_another_thread_when_all_dawdle() throws InterruptedException {
        java.util.concurrent.atomic.AtomicLong now = new java.util.concurrent.atomic.AtomicLong();
        CallbackPool pool = new CallbackPool("pool-test", 1, now::get);
        AtomicInteger asked = new AtomicInteger();
        pool.watchdog(asked::incrementAndGet);
        java.util.concurrent.CountDownLatch started = new java.util.concurrent.CountDownLatch(1);
        java.util.concurrent.CountDownLatch release = new java.util.concurrent.CountDownLatch(1);
        java.util.concurrent.CountDownLatch second = new java.util.concurrent.CountDownLatch(1);
        pool.execute(() -> {
            started.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        started.await();
        pool.execute(second::countDown);
        assertThat(asked.get()).isPositive();
        assertThat(pool.relieve()).isTrue();
        assertThat(pool.threads()).isEqualTo(1);
        now.addAndGet(CallbackPool.PATIENCE_NANOS);
        pool.relieve();
        assertThat(second.await(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        release.countDown();
        pool.close();
        assertThat(pool.awaitGone(5_000_000_000L)).isTrue();
    }

    @Test
    void message_reads_its_parts_when_asked() {
        byte[] rest = "a.breplyNATS/1.0\r\nK: v\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        ReceivedMessage m = new ReceivedMessage(ORIGIN, new byte[] {'x'}, rest, 3, 5);
        assertThat(m.headers().first("K")).isEqualTo("v");
        assertThat(m.subject()).isEqualTo("a.b");
        assertThat(m.headers().first("K")).isEqualTo("v");
        assertThat(m.replyTo()).isEqualTo("reply");
        assertThat(m.text()).isEqualTo("x");
        assertThat(m.contentBytes()).isEqualTo(rest.length - 8 + 1);
        assertThat(message(7).subject()).isEqualTo("s");
        assertThat(message(7).replyTo()).isNull();
        assertThat(message(7).headers().isEmpty()).isTrue();
    }
}
