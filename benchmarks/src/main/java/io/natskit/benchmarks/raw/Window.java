// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Requests of which so many are on their way at a time: as many as were answered since the last write are sent with the next one. Requests are encoded once and drawn in
 * turn. One thread.
 */
final class Window {
    private static final String INBOX = "_INBOX.Qm7xT0aVbW3kLdE9yPj5Uz.";

    private final RawConnection connection;
    private final FrameReader reader;
    private final ByteBuffer requests;
    private final int[] starts;
    private final int inFlight;
    private final byte[] expected;
    private int next;
    private long sent;
    private long answered;

    /**
     * A window over ready requests, each with a reply subject of {@link #reply}.
     *
     * @param expected how the payload of an answer begins that is no refusal; empty: however
     */
    Window(RawConnection connection, byte[][] requests, int inFlight, byte[] expected) throws IOException {
        this.connection = connection;
        this.reader = new FrameReader(connection);
        this.inFlight = inFlight;
        this.expected = expected;
        this.starts = new int[requests.length + 1];
        for (int i = 0; i < requests.length; i++) {
            starts[i + 1] = starts[i] + requests[i].length;
        }
        this.requests = ByteBuffer.allocateDirect(starts[requests.length]);
        for (byte[] request : requests) {
            this.requests.put(request);
        }
        connection.send("SUB " + INBOX + "* 1\r\n");
        connection.confirm();
    }

    /** A reply subject as client libraries draw them. */
    static String reply(int index) {
        return INBOX + (100_000 + index % 900_000);
    }

    /** Keeps the window full until the time or the count is over; returns how many were answered. */
    long run(long deadlineNanos, long countMax) throws IOException {
        send((int) Math.min(inFlight, countMax));
        while (answered < sent) {
            long before = answered;
            reader.read(this::answer);
            long more = Math.min(answered - before, countMax - sent);
            if (more > 0 && System.nanoTime() - deadlineNanos < 0) {
                send((int) more);
            }
        }
        return answered;
    }

    private void send(int count) throws IOException {
        int left = count;
        while (left > 0) {
            int some = Math.min(left, starts.length - 1 - next);
            requests.limit(starts[next + some]).position(starts[next]);
            connection.send(requests);
            next = (next + some) % (starts.length - 1);
            left -= some;
        }
        sent += count;
    }

    private void answer(byte[] input, int line, int lineEnd, int bytes) throws IOException {
        for (int i = 0; i < expected.length; i++) {
            if (i >= bytes || input[lineEnd + 2 + i] != expected[i]) {
                throw new IOException("refused: "
                        + new String(input, line, lineEnd + 2 + bytes - line, java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        answered++;
    }
}
