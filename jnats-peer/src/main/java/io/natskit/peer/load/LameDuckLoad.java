// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What a client shows when one of two clustered servers becomes a lame duck under load ({@code pid} is its process): a publisher and a subscriber are at the first, which is told so after a
 * second, and go on until both are at another server and a second is over. Messages are numbered, none waits for an answer. The line has what was sent, refused by the client itself, lost and
 * doubled, the longest time without a message, and what that was before the server was told: a machine that is busy shows in both.
 */
final class LameDuckLoad {
    private static final int MESSAGES_MAX = 2_000_000;
    private static final long EVERY_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long SECOND_MILLIS = 1_000;
    private static final Duration MOVE_LIMIT = Duration.ofSeconds(90);

    private final AtomicIntegerArray seen = new AtomicIntegerArray(MESSAGES_MAX);
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong gap = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private int sent;
    private int refused;

    private LameDuckLoad() {}

    static String run(LoadClient.Factory clients, String url, LoadArguments arguments) {
        try (LoadClient publisher = clients.connect(url);
                LoadClient subscriber = clients.connect(url)) {
            return new LameDuckLoad().play(publisher, subscriber, arguments.integer("pid", 0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String play(LoadClient publisher, LoadClient subscriber, int pid) throws InterruptedException {
        subscriber.hear("load", this::heard);
        subscriber.flush();
        Thread publishing = new Thread(() -> publish(publisher), "publishing");
        publishing.setDaemon(true);
        try {
            publishing.start();
            TimeUnit.MILLISECONDS.sleep(SECOND_MILLIS);
            long before = gap.getAndSet(0);
            int port = subscriber.serverPort();
            tell(pid);
            long told = System.nanoTime();
            awaitMove(List.of(publisher, subscriber), port, told + MOVE_LIMIT.toNanos());
            long moved = System.nanoTime() - told;
            TimeUnit.MILLISECONDS.sleep(SECOND_MILLIS);
            over.set(true);
            publishing.join();
            publisher.flush();
            subscriber.flush();
            TimeUnit.MILLISECONDS.sleep(SECOND_MILLIS); // a handler has a thread of its own
            return line(before, moved);
        } finally {
            over.set(true);
        }
    }

    private static void tell(int pid) throws InterruptedException {
        try {
            Process told = new ProcessBuilder("kill", "-USR2", String.valueOf(pid))
                    .redirectErrorStream(true)
                    .start();
            if (told.waitFor() != 0) {
                throw new IllegalStateException("no process " + pid + " (expected: pid of the server)");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void awaitMove(List<LoadClient> clients, int from, long deadline) {
        for (LoadClient client : clients) {
            while (client.serverPort() == from) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException(
                            "still at port " + from + " after " + MOVE_LIMIT.toSeconds() + " s");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    private String line(long before, long moved) {
        int lost = 0;
        int doubled = 0;
        for (int i = 0; i < sent; i++) {
            lost += seen.get(i) == 0 ? 1 : 0;
            doubled += seen.get(i) > 1 ? 1 : 0;
        }
        return String.format(
                Locale.ROOT,
                "messages=%d refused=%d lost=%d doubled=%d gapms=%.2f beforems=%.2f movedms=%.1f",
                sent,
                refused,
                lost,
                doubled,
                gap.get() / 1e6,
                before / 1e6,
                moved / 1e6);
    }

    private void publish(LoadClient from) {
        while (!over.get() && sent < MESSAGES_MAX) {
            try {
                from.publish("load", ByteBuffer.allocate(4).putInt(sent).array());
                sent++;
            } catch (RuntimeException e) {
                refused++; // it holds no more while it has no server
            }
            LockSupport.parkNanos(EVERY_NANOS);
        }
    }

    private void heard(byte[] payload) {
        long now = System.nanoTime();
        long before = last.getAndSet(now);
        if (before != 0) {
            gap.accumulateAndGet(now - before, Math::max);
        }
        seen.incrementAndGet(ByteBuffer.wrap(payload).getInt());
    }
}
