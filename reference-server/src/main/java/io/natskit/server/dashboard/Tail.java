// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.dashboard;

import io.natskit.wire.inprocess.ByteLink;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is published on a subject, for somebody who asks again and again. It subscribes for a bounded number of messages each time, so that a busy
 * subject costs the server no more than a quiet one. Any thread.
 */
final class Tail implements AutoCloseable {
    /** How many messages are taken between two questions. */
    static final int ROUND_MAX = 200;

    private final String subject;
    private final OwnClient client;
    private final Duration patience;
    private final ReentrantLock turn = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Heard> kept = new ArrayDeque<>();
    private long sequence;
    private long round;
    private int inRound;
    private volatile long askedNanos;

    private Tail(String subject, ByteLink link, Executor reader, Duration patience) {
        this.subject = subject;
        this.patience = patience;
        this.client = new OwnClient(link, reader, this::heard);
    }

    /** Logs in and subscribes. Throws {@link RefusedException}. */
    static Tail open(String subject, Login login, ByteLink link, Executor reader, Duration patience) {
        Tail tail = new Tail(subject, link, reader, patience);
        try {
            tail.client.login(login, patience);
            tail.subscribe();
        } catch (RefusedException e) {
            tail.close();
            throw e;
        }
        return tail;
    }

    private void subscribe() {
        lock.lock();
        try {
            round++;
            inRound = 0;
        } finally {
            lock.unlock();
        }
        client.send(("SUB " + subject + " " + round + "\r\nUNSUB " + round + " " + ROUND_MAX + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
        client.settle(patience);
    }

    private void heard(String on, String reply, byte[] headers, byte[] payload, long payloadBytes) {
        String text = text(payload, payloadBytes > payload.length);
        lock.lock();
        try {
            inRound++;
            sequence++;
            if (kept.size() == ROUND_MAX) {
                kept.removeFirst();
            }
            kept.addLast(new Heard(
                    sequence,
                    on,
                    reply,
                    new String(headers, StandardCharsets.UTF_8).strip(),
                    text == null ? hex(payload) : text,
                    payloadBytes,
                    text != null));
        } finally {
            lock.unlock();
        }
    }

    /** What came behind that number; and goes on listening. */
    LiveMessages.Part after(long number) {
        turn.lock();
        try {
            return part(number);
        } finally {
            turn.unlock();
        }
    }

    private LiveMessages.Part part(long number) {
        List<Heard> found = new ArrayList<>();
        boolean used;
        lock.lock();
        try {
            for (Heard one : kept) {
                if (one.sequence() > number) {
                    found.add(one);
                }
            }
            used = inRound >= ROUND_MAX;
        } finally {
            lock.unlock();
        }
        String ended = client.ended();
        if (used && ended == null) {
            try {
                subscribe();
            } catch (RefusedException e) {
                ended = e.getMessage();
            }
        }
        return new LiveMessages.Part(found, used, ended);
    }

    /** It is asked now. */
    void asked(long nanos) {
        askedNanos = nanos;
    }

    /** When it was asked last. */
    long askedNanos() {
        return askedNanos;
    }

    /** The text that these bytes are; null where they are none. A cut may have gone through a character. */
    private static @Nullable String text(byte[] bytes, boolean cut) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (decoder.decode(in, text, !cut).isError()) {
            return null;
        }
        text.flip();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t') {
                return null;
            }
        }
        return text.toString();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, 64));
    }

    @Override
    public void close() {
        client.close();
    }
}
