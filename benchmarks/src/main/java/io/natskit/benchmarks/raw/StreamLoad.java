// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import io.natskit.peer.load.LoadArguments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishers at full speed and subscribers that count: {@code publishers}, {@code subscribers}, {@code size}, {@code millis}. With
 * {@code subjects=N} the one subscriber holds N subscriptions, half of them literal and half with wildcards, and the subjects are
 * drawn at random.
 */
final class StreamLoad {
    private static final String SUBJECT = "bench.a";
    private static final String SID = "1";
    private static final int SID_BASE = 1_000_000;
    private static final int RANDOM_MESSAGES = 40_000;
    private static final long TAIL_LIMIT_NANOS = 30_000_000_000L;

    private final Target target;
    private final int publishers;
    private final int subscribers;
    private final int size;
    private final int subjects;
    private final long millis;

    StreamLoad(LoadArguments arguments) {
        target = Target.of(arguments);
        publishers = arguments.integer("publishers", 1);
        subscribers = arguments.integer("subscribers", 0);
        size = arguments.integer("size", 16);
        subjects = arguments.integer("subjects", 0);
        millis = arguments.integer("millis", 1000);
    }

    /** Runs once; the line has the published messages, the seconds until the last of them was everywhere, and the rate. */
    String run() throws IOException, InterruptedException, ExecutionException {
        List<RawConnection> connections = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool(Daemons::thread);
        try {
            List<Receiver> receivers = startReceivers(connections, threads);
            List<Publisher> senders = new ArrayList<>();
            for (int i = 0; i < publishers; i++) {
                RawConnection connection = RawConnection.open(target);
                connections.add(connection);
                senders.add(new Publisher(connection, blocks(i)));
            }
            long start = System.nanoTime();
            long sent = publish(senders, threads, start + millis * 1_000_000);
            long end = awaitTail(receivers, sent);
            return Rates.line(sent, end - start);
        } finally {
            for (RawConnection connection : connections) {
                connection.close();
            }
            threads.shutdownNow();
        }
    }

    private Blocks blocks(int publisher) {
        if (subjects == 0) {
            return Blocks.same(SUBJECT, size);
        }
        SplittableRandom random = new SplittableRandom(publisher);
        String[] drawn = new String[RANDOM_MESSAGES];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = literal(random.nextInt(subjects));
        }
        return Blocks.of(drawn.length, i -> Blocks.publish(drawn[i], "", size));
    }

    /** Even indexes are subscribed literally, odd ones by a wildcard for the last token. */
    private static String literal(int index) {
        return String.format(Locale.ROOT, "%s.%06d.part", index % 2 == 0 ? "exact" : "broad", index);
    }

    private static String pattern(int index) {
        String literal = literal(index);
        return index % 2 == 0
                ? literal
                : literal.substring(0, literal.lastIndexOf('.') + 1) + (index % 4 == 1 ? "*" : ">");
    }

    private List<Receiver> startReceivers(List<RawConnection> connections, ExecutorService threads) throws IOException {
        List<Receiver> receivers = new ArrayList<>();
        for (int i = 0; i < subscribers; i++) {
            RawConnection connection = RawConnection.open(target);
            connections.add(connection);
            connection.send(subscriptions());
            connection.confirm();
            String sid = subjects == 0 ? SID : String.valueOf(SID_BASE);
            String subject = subjects == 0 ? SUBJECT : literal(0);
            Receiver receiver = new Receiver(connection, Blocks.deliveredLength(subject, sid, "", size));
            receivers.add(receiver);
            threads.execute(receiver);
        }
        return receivers;
    }

    private String subscriptions() {
        if (subjects == 0) {
            return "SUB " + SUBJECT + " " + SID + "\r\n";
        }
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < subjects; i++) {
            lines.append("SUB ")
                    .append(pattern(i))
                    .append(' ')
                    .append(SID_BASE + i)
                    .append("\r\n");
        }
        return lines.toString();
    }

    private static long publish(List<Publisher> senders, ExecutorService threads, long deadline)
            throws InterruptedException, ExecutionException {
        List<Callable<Long>> tasks = new ArrayList<>();
        for (Publisher sender : senders) {
            tasks.add(() -> sender.publishUntil(deadline));
        }
        long sent = 0;
        for (Future<Long> one : threads.invokeAll(tasks)) {
            sent += one.get();
        }
        return sent;
    }

    private static long awaitTail(List<Receiver> receivers, long sent) {
        long end = System.nanoTime();
        long limit = end + TAIL_LIMIT_NANOS;
        for (Receiver receiver : receivers) {
            while (receiver.received() < sent) {
                if (System.nanoTime() - limit > 0) {
                    throw new IllegalStateException(
                            "messages received: " + receiver.received() + " (expected: " + sent + ")");
                }
                LockSupport.parkNanos(100_000);
            }
            if (receiver.received() > sent) {
                throw new IllegalStateException(
                        "messages received: " + receiver.received() + " (expected: " + sent + ")");
            }
            end = Math.max(end, receiver.lastNanos());
        }
        return end;
    }
}
