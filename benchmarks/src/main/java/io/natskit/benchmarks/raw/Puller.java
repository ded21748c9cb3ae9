// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Pulls messages of one consumer in batches, so that the server always has some asked for, and acknowledges each if told to. One thread. */
final class Puller {
    private static final String INBOX = "_INBOX.benchpull";
    private static final int BATCH = 1000;

    private final RawConnection connection;
    private final FrameReader reader;
    private final byte[] pull;
    private final boolean acks;
    private final ByteBuffer output = ByteBuffer.allocateDirect(1 << 20);
    private long received;

    Puller(RawConnection connection, String consumer, boolean acks) throws IOException {
        this.connection = connection;
        this.reader = new FrameReader(connection);
        this.acks = acks;
        String body = "{\"batch\":" + BATCH + ",\"expires\":30000000000}";
        this.pull = ("PUB $JS.API.CONSUMER.MSG.NEXT." + StreamApi.STREAM + "." + consumer + " " + INBOX + " "
                        + body.length() + "\r\n" + body + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        connection.send("SUB " + INBOX + " 1\r\n");
        connection.confirm();
    }

    /** Takes so many messages; returns when the server has seen their acknowledgements. */
    void take(long messages) throws IOException {
        output.clear();
        output.put(pull).put(pull);
        write();
        while (received < messages) {
            long before = received;
            reader.read(this::message);
            for (long batch = before / BATCH; batch < received / BATCH; batch++) {
                output.put(pull);
            }
            write();
        }
        connection.send("PING\r\n");
        while (reader.read(this::message) == 0) {
            // acknowledgements are on their way
        }
    }

    private void write() throws IOException {
        connection.send(output.flip());
        output.clear();
    }

    private void message(byte[] input, int line, int lineEnd, int bytes) throws IOException {
        if (input[line] != 'M') {
            String status = new String(input, lineEnd + 2, bytes, StandardCharsets.UTF_8);
            throw new IOException("status: " + status.trim());
        }
        received++;
        if (!acks) {
            return;
        }
        int end = lineEnd;
        while (input[end - 1] != ' ') {
            end--;
        }
        int start = end - 1;
        while (input[start - 1] != ' ') {
            start--;
        }
        output.put((byte) 'P').put((byte) 'U').put((byte) 'B').put((byte) ' ');
        output.put(input, start, end - start);
        output.put((byte) '4').put((byte) '\r').put((byte) '\n');
        output.put((byte) '+')
                .put((byte) 'A')
                .put((byte) 'C')
                .put((byte) 'K')
                .put((byte) '\r')
                .put((byte) '\n');
    }
}
