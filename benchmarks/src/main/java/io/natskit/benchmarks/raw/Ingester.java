// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Fast ingest (ADR-50) at its barest: messages go out while less than {@link #OUTSTANDING} acknowledgements of the server's own pace are outstanding. What differs between two
 * messages is the number in the reply subject. One thread.
 */
final class Ingester {
    private static final String INBOX = "_INBOX.benchingest";
    private static final int FLOW = 1000;
    private static final int OUTSTANDING = 2;

    private final RawConnection connection;
    private final FrameReader reader;
    private final byte[] head;
    private final byte[] payload;
    private final ByteBuffer output = ByteBuffer.allocateDirect(1 << 18);
    private final byte[] digits = new byte[20];
    private long sent;
    private long acknowledged;
    private long pace;
    private boolean stored;

    Ingester(RawConnection connection, String subject, int size) throws IOException {
        this.connection = connection;
        this.reader = new FrameReader(connection);
        this.head = ("PUB " + subject + " " + INBOX + ".b." + FLOW + ".fail.").getBytes(StandardCharsets.US_ASCII);
        this.payload = (size + "\r\n" + "x".repeat(size) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        connection.send("SUB " + INBOX + ".> 1\r\n");
        connection.confirm();
    }

    /** Stores so many messages as one batch; returns when the server has said that it is stored. */
    void store(long messages) throws IOException {
        put('0');
        write();
        while (!stored) {
            reader.read(this::answer);
            while (sent < messages && sent < acknowledged + pace * OUTSTANDING) {
                put(sent + 1 == messages ? '2' : '1');
                if (output.remaining() < head.length + payload.length + 32) {
                    write();
                }
            }
            write();
        }
    }

    private void put(char operation) {
        sent++;
        int at = digits.length;
        for (long rest = sent; rest > 0; rest /= 10) {
            digits[--at] = (byte) ('0' + rest % 10);
        }
        output.put(head).put(digits, at, digits.length - at).put((byte) '.').put((byte) operation);
        output.put((byte) '.').put((byte) '$').put((byte) 'F').put((byte) 'I').put((byte) ' ');
        output.put(payload);
    }

    private void write() throws IOException {
        connection.send(output.flip());
        output.clear();
    }

    private void answer(byte[] input, int line, int lineEnd, int bytes) throws IOException {
        String said = new String(input, lineEnd + 2, bytes, StandardCharsets.UTF_8);
        if (said.startsWith("{\"type\":\"ack\"")) {
            acknowledged = Math.max(acknowledged, StreamApi.number(said, "seq"));
            pace = StreamApi.number(said, "msgs");
        } else if (said.startsWith("{\"stream\"")) {
            stored = true;
        } else {
            throw new IOException("refused: " + said);
        }
    }
}
