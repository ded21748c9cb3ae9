// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.bench;

import io.natskit.Nats;
import io.natskit.cli.connect.Session;
import io.natskit.client.Connection;
import io.natskit.client.Dispatch;
import io.natskit.client.Subject;
import io.natskit.client.SubscribeOptions;
import io.natskit.jetstream.JetStream;
import io.natskit.server.NatsServer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the virtual machine compile what sends and takes messages before a measurement begins: a hundred thousand messages are over before that would have been done. It is done on a server of its own in this
 * process, so that the one that is measured sees nothing of it, and once in a process.
 */
final class WarmUp {
    private static final ReentrantLock ONCE = new ReentrantLock();
    private static final long PATIENCE_NANOS = Duration.ofMillis(400).toNanos();
    private static final long LIMIT_NANOS = Duration.ofMillis(2_500).toNanos();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int SIZE_MAX = 4 * 1024;
    private static final int MESSAGES = 10_000;
    private static final int REQUESTS = 100;
    private static final Subject SUBJECT = Subject.of("warm.up");

    // guarded by ONCE
    private static boolean done;

    private WarmUp() {}

    /**
     * Publishes and asks, at most for five seconds, with payloads of that size, or of 4 KiB where that is less; nothing if it was done before in this process. Where somebody does it just now, his end is
     * waited for.
     */
    static void once(int size) throws Exception {
        ONCE.lockInterruptibly();
        try {
            if (!done) {
                done = true;
                warmUp(size);
            }
        } finally {
            ONCE.unlock();
        }
    }

    private static void warmUp(int size) throws Exception {
        try (NatsServer server = NatsServer.builder().start();
                Connection hears = connect(server);
                Connection says = connect(server)) {
            SubscribeOptions inline = SubscribeOptions.of(o -> o.dispatch(Dispatch.inline()));
            long[] heard = new long[1];
            hears.subscribe(">", inline, message -> {
                heard[0]++;
                if (message.wantsReply()) {
                    message.reply(message.bytes());
                }
            });
            hears.flush(LIMIT);
            Session session = new Session(says, JetStream.on(says), LIMIT);
            byte[] payload = new byte[Math.min(size, SIZE_MAX)];
            repeat(session, BenchPublish.publishing(SUBJECT, payload, null), MESSAGES);
            repeat(session, BenchRequest.requesting(SUBJECT, payload), REQUESTS);
        }
    }

    private static Connection connect(NatsServer server) {
        return Nats.connect(o -> o.servers(server.url()).servers(s -> s.connectTimeout(LIMIT)));
    }

    /** Until it has got no faster for a while, which is when the compiler has done its part. */
    private static void repeat(Session session, Load load, int share) throws Exception {
        long begun = System.nanoTime();
        long best = Long.MAX_VALUE;
        long bestAt = begun;
        long now = begun;
        while (now - bestAt < PATIENCE_NANOS && now - begun < LIMIT_NANOS) {
            load.run(session, Worker.unseen(share));
            long took = System.nanoTime() - now;
            now += took;
            if (took < best) {
                best = took;
                bestAt = now;
            }
        }
    }
}
