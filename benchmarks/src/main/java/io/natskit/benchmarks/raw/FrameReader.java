// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Takes a connection's input apart into ops of any length, where their length is not known before. One thread. */
final class FrameReader {
    private static final int BUFFER_BYTES = 1 << 20;

    /** Sees each message. */
    interface Messages {
        /**
         * A MSG or HMSG.
         *
         * @param input where it lies; only while this runs
         * @param line where its control line begins
         * @param lineEnd where that ends, before CR LF
         * @param bytes how many bytes of headers and payload follow
         */
        void message(byte[] input, int line, int lineEnd, int bytes) throws IOException;
    }

    private final RawConnection connection;
    private final byte[] input = new byte[BUFFER_BYTES];
    private final ByteBuffer direct = ByteBuffer.allocateDirect(256 * 1024);
    private int length;

    FrameReader(RawConnection connection) {
        this.connection = connection;
    }

    /** Reads once, and shows all messages that are whole; returns how many PONGs came. */
    int read(Messages messages) throws IOException {
        direct.clear().limit(Math.min(direct.capacity(), input.length - length));
        int n = connection.channel().read(direct);
        if (n < 0) {
            throw new EOFException("the server closed");
        }
        direct.flip().get(input, length, n);
        length += n;
        return take(messages);
    }

    private int take(Messages messages) throws IOException {
        int pongs = 0;
        int at = 0;
        while (true) {
            int lineEnd = endOfLine(at);
            if (lineEnd < 0) {
                break;
            }
            int next = lineEnd + 2;
            byte first = input[at];
            if (first == 'M' || first == 'H') {
                int bytes = lastNumber(lineEnd);
                next += bytes + 2;
                if (next > length) {
                    break;
                }
                messages.message(input, at, lineEnd, bytes);
            } else if (first == '-') {
                throw new IOException(
                        "the server answered: " + new String(input, at, lineEnd - at, StandardCharsets.US_ASCII));
            } else if (input[at + 1] == 'O' && first == 'P') {
                pongs++;
            } else if (first == 'P') {
                connection.send("PONG\r\n");
            }
            at = next;
        }
        System.arraycopy(input, at, input, 0, length - at);
        length -= at;
        return pongs;
    }

    private int endOfLine(int from) {
        for (int i = from; i + 1 < length; i++) {
            if (input[i] == '\r' && input[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private int lastNumber(int lineEnd) {
        int number = 0;
        int factor = 1;
        for (int i = lineEnd - 1; input[i] != ' '; i--) {
            number += (input[i] - '0') * factor;
            factor *= 10;
        }
        return number;
    }
}
