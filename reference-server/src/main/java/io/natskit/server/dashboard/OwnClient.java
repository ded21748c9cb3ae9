// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.dashboard;

import io.natskit.wire.inprocess.ByteLink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the dashboard to the server: logs in, sends operations, and waits for the server to have taken them. Operations come from one thread
 * at a time; what the server sends is read on {@code reader}, one task after another.
 */
final class OwnClient implements AutoCloseable, LineReader.Events {
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PONG = "PONG\r\n".getBytes(StandardCharsets.UTF_8);
    private static final int READ_BYTES = 16 * 1_024;
    private static final long LAST_WORDS_MILLIS = 1_000;

    private final ByteLink link;
    private final Executor reader;
    private final Messages messages;
    private final LineReader lines = new LineReader(this);
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    private final AtomicBoolean queued = new AtomicBoolean();
    private final ConcurrentLinkedQueue<CompletableFuture<Void>> pings = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<String> errors = new ArrayDeque<>();
    private final CompletableFuture<@Nullable String> over = new CompletableFuture<>();

    /** Where messages go, on the reading thread. */
    interface Messages {
        void heard(String subject, String reply, byte[] headers, byte[] payload, long payloadBytes);
    }

    /** Over that link, which it owns from now on; nothing is sent yet. */
    OwnClient(ByteLink link, Executor reader, Messages messages) {
        this.link = link;
        this.reader = reader;
        this.messages = messages;
        link.onReadable(this::readSoon);
    }

    /** Logs in. Throws {@link RefusedException}. */
    void login(Login login, Duration patience) {
        send(login.connect());
        settle(patience);
    }

    /** Sends operations. Throws {@link RefusedException} where they cannot be taken at once. */
    void send(byte[] operations) {
        ByteBuffer bytes = ByteBuffer.wrap(operations);
        while (bytes.hasRemaining()) {
            int n = link.write(bytes);
            if (n <= 0 && bytes.hasRemaining()) {
                String why = n < 0 ? lastWords() : ended();
                close();
                throw new RefusedException(why == null ? "the server does not take it" : why);
            }
        }
    }

    /** Why the server has closed the connection: what it said may have to be read yet. */
    private @Nullable String lastWords() {
        try {
            return over.get(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ended();
        } catch (TimeoutException | ExecutionException e) {
            return ended();
        }
    }

    /** Waits until the server has taken all that was sent. Throws {@link RefusedException} if it refused anything, or does not answer. */
    void settle(Duration patience) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        pings.add(answer);
        send(PING);
        try {
            answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new RefusedException("the server did not answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new RefusedException(String.valueOf((cause == null ? e : cause).getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted");
        }
    }

    /** Why it is over, null while it is not. */
    @Nullable
    String ended() {
        return over.getNow(null);
    }

    private void readSoon() {
        if (queued.compareAndSet(false, true)) {
            try {
                reader.execute(this::read);
            } catch (RejectedExecutionException e) {
                link.close();
            }
        }
    }

    private void read() {
        queued.set(false);
        try {
            int n = link.read(buffer.clear());
            while (n > 0) {
                lines.take(buffer.flip());
                n = link.read(buffer.clear());
            }
            if (n < 0) {
                end(errors.isEmpty() ? "the server closed the connection" : errors.removeFirst());
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            end("the server sent what cannot be read: " + e.getMessage());
        }
    }

    /** On the reading thread. */
    @Override
    public void line(String text) {
        if (text.equals("PING")) {
            link.write(ByteBuffer.wrap(PONG));
        } else if (text.startsWith("-ERR ")) {
            errors.add(text.substring(5).replace("'", ""));
        } else if (text.equals("PONG")) {
            CompletableFuture<Void> first = pings.poll();
            String error = errors.poll();
            errors.clear();
            if (first == null) {
                return;
            }
            if (error == null) {
                first.complete(null);
            } else {
                first.completeExceptionally(new RefusedException(error));
            }
        }
    }

    @Override
    public void message(String subject, String reply, byte[] headers, byte[] payload, long payloadBytes) {
        messages.heard(subject, reply, headers, payload, payloadBytes);
    }

    private void end(String why) {
        over.complete(why);
        link.close();
        CompletableFuture<Void> waiting = pings.poll();
        while (waiting != null) {
            waiting.completeExceptionally(new RefusedException(why));
            waiting = pings.poll();
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
