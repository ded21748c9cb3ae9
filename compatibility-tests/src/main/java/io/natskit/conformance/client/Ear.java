// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.client;

import io.natskit.conformance.transcript.SocketLink;
import io.natskit.conformance.transcript.TranscriptFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of a client under judgement: a thread of its own reads lines, the script's thread takes them. */
final class Ear {
    private static final String END = "\0end";
    private static final byte[] PONG = "PONG\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SocketLink link;
    private final Duration patience;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    Ear(SocketLink link, Duration patience) {
        this.link = link;
        this.patience = patience;
        Thread reader = new Thread(this::read, "ear");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            for (String line = link.line(); line != null; line = link.line()) {
                lines.add(line);
            }
        } catch (TranscriptFailure e) {
            lines.add("(" + e.getMessage() + ")");
        }
        lines.add(END);
    }

    void send(byte[] bytes) {
        link.send(bytes);
    }

    /** The next line, or null when the client has closed; fails when nothing comes in time. */
    @Nullable
    String line() {
        try {
            String line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new TranscriptFailure("nothing came within " + patience.toMillis() + " ms");
            }
            if (line.equals(END)) {
                lines.add(END);
                return null;
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TranscriptFailure("interrupted", e);
        }
    }

    /** Answers the PINGs that came, and leaves other lines. */
    void answerPings() {
        while (lines.remove("PING")) {
            link.send(PONG);
        }
    }

    void close() {
        link.close();
    }
}
