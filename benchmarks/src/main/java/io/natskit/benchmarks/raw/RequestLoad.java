// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import io.natskit.peer.load.LoadArguments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Requesters that wait for each reply, and one responder: {@code clients}, {@code size}, {@code millis}. With {@code beside=SIZE} a publisher and its subscriber run at full
 * speed on the same server at the same time. With {@code everyus=MICROS} the first of them alone asks, at fixed moments.
 */
final class RequestLoad {
    private static final String SERVICE = "bench.svc";
    private static final String SID = "1";

    private final LoadArguments arguments;
    private final Target target;
    private final int clients;
    private final int size;
    private final long millis;
    private final boolean echoed;
    private final long everyNanos;

    RequestLoad(LoadArguments arguments) {
        this.arguments = arguments;
        target = Target.of(arguments);
        clients = arguments.integer("clients", 1);
        size = arguments.integer("size", 16);
        millis = arguments.integer("millis", 1000);
        echoed = arguments.integer("echoed", 0) != 0;
        everyNanos = arguments.integer("everyus", 0) * 1_000L;
    }

    /** Runs once; the line has the requests, their rate and the time of a round trip. */
    String run() throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newCachedThreadPool(Daemons::thread);
        int beside = arguments.integer("beside", 0);
        try {
            if (beside == 0) {
                return requests(threads);
            }
            String flood = "publishers=1 subscribers=1 size=" + beside + " millis=" + millis + " host=" + target.host()
                    + " port=" + target.port();
            Future<String> stream = threads.submit(() -> new StreamLoad(LoadArguments.of(flood.split(" "), 0)).run());
            String line = requests(threads);
            return line + " " + stream.get().replaceAll("(\\w+=)", "stream.$1");
        } finally {
            threads.shutdownNow();
        }
    }

    private String requests(ExecutorService threads) throws IOException {
        List<RawConnection> connections = new ArrayList<>();
        try {
            if (!echoed) {
                RawConnection responder = RawConnection.open(target);
                connections.add(responder);
                responder.send("SUB " + SERVICE + " " + SID + "\r\n");
                responder.confirm();
                threads.execute(() -> respond(responder));
            }
            Histogram all = new Histogram(3);
            List<Requester> requesters = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                RawConnection connection = RawConnection.open(target);
                connections.add(connection);
                requesters.add(new Requester(connection, i, SERVICE, size, all));
            }
            long start = System.nanoTime();
            long deadline = start + millis * 1_000_000;
            if (everyNanos > 0) {
                Requester.drivePaced(requesters.get(0), deadline, everyNanos);
            } else if (clients == 1) {
                Requester.driveOne(requesters.get(0), deadline);
            } else {
                Requester.driveAll(requesters, deadline);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return String.format(
                    Locale.ROOT,
                    "messages=%d seconds=%.4f rate=%.1f p50us=%.2f p99us=%.2f maxus=%.1f",
                    all.getTotalCount(),
                    seconds,
                    all.getTotalCount() / seconds,
                    all.getValueAtPercentile(50) / 1e3,
                    all.getValueAtPercentile(99) / 1e3,
                    all.getMaxValue() / 1e3);
        } finally {
            for (RawConnection connection : connections) {
                connection.close();
            }
        }
    }

    /** Turns each request into its reply: everything but the reply subject is encoded before. */
    private void respond(RawConnection connection) {
        int replyLength = Requester.replyLength();
        byte[] message = new byte[Blocks.deliveredLength(SERVICE, SID, "x".repeat(replyLength) + " ", size)];
        int replyAt = ("MSG " + SERVICE + " " + SID + " ").length();
        byte[] answer = Blocks.publish("x".repeat(replyLength), "", size);
        ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);
        ByteBuffer output = ByteBuffer.allocateDirect(128 * 1024);
        try {
            while (connection.channel().read(input) >= 0) {
                input.flip();
                output.clear();
                while (input.hasRemaining() && skipControlLine(input) && input.remaining() >= message.length) {
                    input.get(message);
                    System.arraycopy(message, replyAt, answer, 4, replyLength);
                    output.put(answer);
                }
                input.compact();
                connection.send(output.flip());
            }
        } catch (IOException closed) {
            if (connection.channel().isOpen()) {
                System.err.println(closed);
            }
        }
    }

    /** Returns whether a message begins at the position; steps over a PING or INFO that is there instead. */
    private static boolean skipControlLine(ByteBuffer input) {
        while (input.hasRemaining() && input.get(input.position()) != 'M') {
            int start = input.position();
            byte[] rest = new byte[input.remaining()];
            input.get(rest);
            int end = new String(rest, StandardCharsets.ISO_8859_1).indexOf('\n');
            if (end < 0) {
                input.position(start);
                return false;
            }
            input.position(start + end + 1);
        }
        return input.hasRemaining();
    }
}
