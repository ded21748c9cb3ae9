// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * One connection that always has one request on its way. Reply subjects are drawn from many under one wildcard subscription, as client
 * libraries do. Confined to the thread that drives it.
 */
final class Requester {
    private static final String SID = "1";
    private static final int REPLIES = 8192;
    private static final int REPLY_BASE = 100_000;

    private final RawConnection connection;
    private final ByteBuffer requests;
    private final int requestBytes;
    private final FrameCounter counter;
    private final Histogram histogram;
    private int sent;
    private long sentNanos;

    /** Subscribes to replies; returns when the server knows. */
    Requester(RawConnection connection, int client, String service, int size, Histogram histogram) throws IOException {
        this.connection = connection;
        this.histogram = histogram;
        String prefix = prefix(client);
        Blocks blocks = Blocks.of(REPLIES, index -> Blocks.publish(service, prefix + (REPLY_BASE + index) + " ", size));
        requests = blocks.bytes().duplicate();
        requestBytes = requests.limit() / REPLIES;
        counter = new FrameCounter(Blocks.deliveredLength(prefix + REPLY_BASE, SID, "", size));
        connection.send("SUB " + prefix + "* " + SID + "\r\nPING\r\n");
        connection.awaitPong();
    }

    private static String prefix(int client) {
        return String.format(Locale.ROOT, "_INBOX.Qm7xT0aVbW3kLdE9yP%04d.", client);
    }

    /** How long every reply subject is. */
    static int replyLength() {
        return (prefix(0) + REPLY_BASE).length();
    }

    /** Drives one requester on a blocking connection. */
    static void driveOne(Requester requester, long deadlineNanos) throws IOException {
        ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);
        do {
            requester.send();
            while (!requester.receive(input)) {
                // a PING came, or half a reply
            }
        } while (System.nanoTime() - deadlineNanos < 0);
    }

    /**
     * Drives one requester that asks at fixed moments. Who is held up by an answer asks late, and what it waited for that counts: one long silence
     * does not look like one long wait among many short ones.
     */
    static void drivePaced(Requester requester, long deadlineNanos, long everyNanos) throws IOException {
        ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);
        long due = System.nanoTime();
        do {
            boolean late = System.nanoTime() - due > 0;
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            requester.send();
            if (late) {
                requester.sentNanos = due;
            }
            while (!requester.receive(input)) {
                // a PING came, or half a reply
            }
            due += everyNanos;
        } while (due - deadlineNanos < 0);
    }

    /** Drives many requesters on one thread, which costs the machine less than a thread each. */
    static void driveAll(List<Requester> requesters, long deadlineNanos) throws IOException {
        ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);
        try (Selector selector = Selector.open()) {
            for (Requester requester : requesters) {
                requester.connection.socket().configureBlocking(false);
                requester.connection.socket().register(selector, SelectionKey.OP_READ, requester);
                requester.send();
            }
            int[] waiting = {requesters.size()};
            while (waiting[0] > 0) {
                selector.select(
                        key -> {
                            Requester requester = (Requester) key.attachment();
                            try {
                                if (requester.receive(input)) {
                                    if (System.nanoTime() - deadlineNanos < 0) {
                                        requester.send();
                                    } else {
                                        waiting[0]--;
                                    }
                                }
                            } catch (IOException failure) {
                                throw new java.io.UncheckedIOException(failure);
                            }
                        },
                        1000);
            }
        }
    }

    private void send() throws IOException {
        int at = (sent++ & (REPLIES - 1)) * requestBytes;
        requests.limit(at + requestBytes).position(at);
        sentNanos = System.nanoTime();
        connection.send(requests);
    }

    /** Takes what there is; returns whether the reply is complete. */
    private boolean receive(ByteBuffer input) throws IOException {
        if (connection.channel().read(input.clear()) < 0) {
            throw new EOFException("the server closed a requester after " + sent + " requests");
        }
        counter.take(input.flip());
        if (counter.frames() < sent) {
            return false;
        }
        histogram.recordValue(System.nanoTime() - sentNanos);
        return true;
    }
}
