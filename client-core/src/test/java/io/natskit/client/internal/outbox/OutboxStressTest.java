// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;

/** Many callers, a writer that stutters, links that break: every message arrives whole, in its caller's order, at most once, and none that was not in doubt is missing. */
class OutboxStressTest {
    private static final int CALLERS = 4;
    private static final int MESSAGES = 3_000;

    @RepeatedTest(5)
    void callers_and_cuts_lose_and_double_nothing() throws InterruptedException {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        Outbox outbox = new Outbox(64 * 1024, 1 << 20, System::nanoTime);
        CountDownLatch done = new CountDownLatch(CALLERS);
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < CALLERS; c++) {
            int caller = c;
            Thread thread = new Thread(() -> {
                publishAll(outbox, caller);
                done.countDown();
            });
            threads.add(thread);
            thread.start();
        }
        List<StutteringSink> links = new ArrayList<>();
        long inDoubt = 0;
        while (done.getCount() > 0 || outbox.pendingBytes() > 0) {
            StutteringSink link = new StutteringSink(random.nextLong());
            links.add(link);
            outbox.attach(link, "SUB x 1\r\n".getBytes(StandardCharsets.US_ASCII));
            int turns = 20 + random.nextInt(200);
            for (int i = 0; i < turns; i++) {
                outbox.flush();
                LockSupport.parkNanos(10_000);
            }
            AtomicReference<Leftover> left = new AtomicReference<>();
            link.cut = random.nextBoolean();
            outbox.detach(left::set);
            while (left.get() == null) {
                Thread.onSpinWait();
            }
            inDoubt += left.get().inDoubt();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        check(links, inDoubt, seed);
    }

    private static void publishAll(Outbox outbox, int caller) {
        byte[] subject = ("c" + caller).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < MESSAGES; i++) {
            byte[] payload = String.format("%06d%s", i, "x".repeat(i % 50)).getBytes(StandardCharsets.US_ASCII);
            while (outbox.publish(subject, null, null, payload, 0, payload.length) != Offer.ACCEPTED) {
                try {
                    outbox.awaitRoom(payload.length, 1_000_000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** Nothing was confirmed by a PONG, so all that a link took whole is in doubt: exactly once each. */
    private static void check(List<StutteringSink> links, long inDoubt, long seed) {
        int[] next = new int[CALLERS];
        long whole = 0;
        for (StutteringSink link : links) {
            String text = link.taken.toString();
            int at = 0;
            while (true) {
                int lineEnd = text.indexOf("\r\n", at);
                if (lineEnd < 0) {
                    break;
                }
                String line = text.substring(at, lineEnd);
                at = lineEnd + 2;
                if (line.startsWith("PUB ")) {
                    String[] words = line.split(" ");
                    int size = Integer.parseInt(words[2]);
                    if (at + size + 2 > text.length()) {
                        break;
                    }
                    int caller = Integer.parseInt(words[1].substring(1));
                    int number = Integer.parseInt(text.substring(at, at + 6));
                    assertThat(number).as("caller %d, seed %d", caller, seed).isEqualTo(next[caller]++);
                    at += size + 2;
                    whole++;
                }
            }
        }
        assertThat(next).as("seed %d", seed).containsOnly(MESSAGES);
        assertThat(whole).isEqualTo(inDoubt);
    }

    private static final class StutteringSink implements Sink {
        final StringBuilder taken = new StringBuilder();
        final Random random;
        volatile boolean cut;

        StutteringSink(long seed) {
            random = new Random(seed);
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (cut) {
                throw new IOException("cut");
            }
            int n = Math.min(random.nextInt(4000), bytes.remaining());
            byte[] some = new byte[n];
            bytes.get(some);
            taken.append(new String(some, StandardCharsets.US_ASCII));
            return n;
        }

        @Override
        public void awaitWritable() {}

        @Override
        public void wake() {}

        @Override
        public void wakeLater(long nanos) {}

        @Override
        public void broken(IOException cause) {}
    }
}
