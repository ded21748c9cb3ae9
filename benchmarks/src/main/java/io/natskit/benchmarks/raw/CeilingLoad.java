// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import io.natskit.peer.load.LoadArguments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * What the receiving half of a stream load can take at most: {@link NullSink} sends ready-made messages to {@code subscribers}
 * receivers. The rate counts published messages, each received by all. (The publishing half is a stream load without subscribers
 * against the sink; the requesting half is a request load with {@code echoed=1}.)
 */
final class CeilingLoad {
    private final LoadArguments arguments;

    CeilingLoad(LoadArguments arguments) {
        this.arguments = arguments;
    }

    String run() throws IOException, InterruptedException, ExecutionException {
        int subscribers = arguments.integer("subscribers", 1);
        int size = arguments.integer("size", 16);
        int bytesPerReceiver = arguments.integer("megabytes", 2048 / subscribers);
        String frame = "MSG bench.a 1 " + size + "\r\n" + "x".repeat(size) + "\r\n";
        long frames = Math.max(1, (bytesPerReceiver * 1024L * 1024) / frame.length());
        ExecutorService threads = Executors.newCachedThreadPool(Daemons::thread);
        List<RawConnection> connections = new ArrayList<>();
        List<Receiver> receivers = new ArrayList<>();
        try {
            for (int i = 0; i < subscribers; i++) {
                RawConnection connection = RawConnection.open(Target.of(arguments));
                connections.add(connection);
                Receiver receiver = new Receiver(connection, frame.length());
                receivers.add(receiver);
                threads.execute(receiver);
            }
            long start = System.nanoTime();
            for (RawConnection connection : connections) {
                connection.send("SEND " + frames + " " + frame.length() + "\r\n");
                connection.send(frame);
            }
            for (Receiver receiver : receivers) {
                while (receiver.received() < frames) {
                    LockSupport.parkNanos(100_000);
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return String.format(Locale.ROOT, "messages=%d seconds=%.4f rate=%.1f", frames, seconds, frames / seconds);
        } finally {
            for (RawConnection connection : connections) {
                connection.close();
            }
            threads.shutdownNow();
        }
    }
}
