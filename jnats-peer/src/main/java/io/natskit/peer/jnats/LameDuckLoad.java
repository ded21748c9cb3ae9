// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.jnats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What the incumbent client shows when one of two clustered servers becomes a lame duck under load: a publisher and a subscriber are at the first, which is told so after a second, and go on until
 * both are at another and a second is over. Prints what was sent, lost and doubled, and the longest time without a message. It judges nothing.
 */
final class LameDuckLoad {
    private static final int MESSAGES_MAX = 1_000_000;
    private static final long EVERY_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final Duration SOON = Duration.ofSeconds(90);

    private final AtomicIntegerArray seen = new AtomicIntegerArray(MESSAGES_MAX);
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong gap = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch moved = new CountDownLatch(2);
    private int sent;
    private int refused;

    private LameDuckLoad() {}

    /** Runs it against the server at {@code url}, whose process is {@code pid}. */
    static void run(String url, String pid) throws IOException {
        try {
            new LameDuckLoad().play(url, pid);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
    }

    private Connection connect(String url) throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .server(url)
                .connectionListener((connection, event) -> {
                    if (event == Events.RECONNECTED) {
                        moved.countDown();
                    }
                })
                .build());
    }

    private void play(String url, String pid) throws IOException, InterruptedException, TimeoutException {
        Connection publisher = connect(url);
        Connection subscriber = connect(url);
        try {
            Dispatcher dispatcher = subscriber.createDispatcher(message -> heard(message.getData()));
            dispatcher.subscribe("load");
            subscriber.flush(SOON);
            Thread publishing = new Thread(() -> publish(publisher), "publishing");
            publishing.start();
            TimeUnit.SECONDS.sleep(1);
            Process told = new ProcessBuilder(List.of("kill", "-USR2", pid))
                    .inheritIO()
                    .start();
            if (told.waitFor() != 0 || !moved.await(SOON.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("not moved: " + moved.getCount() + " connections (expected: 0)");
            }
            TimeUnit.SECONDS.sleep(1);
            over.set(true);
            publishing.join();
            publisher.flush(SOON);
            subscriber.flush(SOON);
            TimeUnit.SECONDS.sleep(1); // the handler runs on a thread of its own
        } finally {
            over.set(true);
            publisher.close();
            subscriber.close();
        }
        tell();
    }

    private void tell() {
        int lost = 0;
        int doubled = 0;
        for (int i = 0; i < sent; i++) {
            lost += seen.get(i) == 0 ? 1 : 0;
            doubled += seen.get(i) > 1 ? 1 : 0;
        }
        System.out.printf(
                "lame duck, jnats: %d sent, %d refused, %d lost, %d doubled, longest gap %.1f ms%n",
                sent, refused, lost, doubled, gap.get() / 1e6);
    }

    private void publish(Connection from) {
        while (!over.get() && sent < MESSAGES_MAX) {
            try {
                from.publish("load", ByteBuffer.allocate(4).putInt(sent).array());
                sent++;
            } catch (IllegalStateException e) {
                refused++; // its buffer is full
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
