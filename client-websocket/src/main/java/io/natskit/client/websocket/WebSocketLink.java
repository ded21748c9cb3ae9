// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import io.natskit.client.ServerAddress;
import io.natskit.wire.inprocess.ByteLink;
import io.natskit.wire.inprocess.InProcessPipe;
import io.natskit.wire.websocket.CloseFrame;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket as a stream of bytes. One thread sends what is written, another reads into a bounded pipe and waits for a client that is slow. Whichever side says its last word first, the other answers, and the
 * connection ends when the server has ended it, or patience has.
 */
final class WebSocketLink implements ByteLink {
    private static final int INCOMING_BYTES = 1024 * 1024;
    private static final int READ_BYTES = 64 * 1024;
    /** What waits has to go out first, and the last word behind it. */
    private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Long enough for a last word to be read and answered. */
    private static final long BREAK_OFF_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerAddress server;
    private final Carrier carrier;
    private final InProcessPipe pipe = InProcessPipe.create(INCOMING_BYTES);
    private final Outgoing outgoing;
    private final FrameSender sender;
    private final IncomingFrames incoming;
    private final AtomicInteger threads = new AtomicInteger(2);
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final Patience patience;

    /** A link over an upgraded connection, which is its own from now on. */
    WebSocketLink(
            ServerAddress server,
            Carrier carrier,
            Deflate deflate,
            WebSocketOptions options,
            ScheduledExecutorService timer) {
        this.server = server;
        this.carrier = carrier;
        this.patience = new Patience(timer, carrier::cancel);
        this.outgoing = new Outgoing(options.queuedBytesMax());
        this.sender = new FrameSender(outgoing, carrier, deflate, options.compressFromBytes());
        this.incoming = new IncomingFrames(deflate, options.messageBytesMax(), new Incoming());
    }

    /** Begins to send and to read, on two threads that it keeps. */
    void start(Executor executor) {
        begin(executor, this::send);
        begin(executor, this::receive);
    }

    private void begin(Executor executor, Runnable work) {
        try {
            executor.execute(work);
        } catch (RuntimeException | Error e) { // no thread can be had
            broken(e);
            threadDone();
            throw e;
        }
    }

    // out

    @Override
    public int write(ByteBuffer src) {
        return outgoing.write(src);
    }

    @Override
    public void onWritable(Runnable callback) {
        outgoing.onWritable(callback);
    }

    private void send() {
        try {
            sender.run();
            // nothing more is said: now it is the server's turn
            patience.atMost(BREAK_OFF_NANOS);
        } catch (Throwable e) { // whatever it is, the client waits for it
            broken(e);
        } finally {
            threadDone();
        }
    }

    // in

    @Override
    public int read(ByteBuffer dst) {
        return pipe.client().read(dst);
    }

    @Override
    public void onReadable(Runnable callback) {
        pipe.client().onReadable(callback);
    }

    private void receive() {
        try {
            byte[] some = new byte[READ_BYTES];
            boolean refused = false;
            for (int n = carrier.read(some); n >= 0; n = carrier.read(some)) {
                // behind what was refused nothing is looked at: it is read so that the server finds the reason
                refused = refused || !received(ByteBuffer.wrap(some, 0, n));
            }
            over(new EOFException(server + " ended the connection without a farewell"));
            outgoing.end();
            patience.atMost(BREAK_OFF_NANOS);
        } catch (Throwable e) { // whatever it is, the client waits for it
            broken(e);
        } finally {
            incoming.release();
            threadDone();
        }
    }

    private boolean received(ByteBuffer bytes) {
        try {
            incoming.received(bytes);
            return true;
        } catch (RefusedFrameException e) {
            over(
                    new IOException(server + " sent " + e.getMessage(), e),
                    CloseFrame.payload(e.status(), String.valueOf(e.getMessage())));
            return false;
        }
    }

    private final class Incoming implements IncomingFrames.Receiver {
        /** Waits for a client that reads slowly, and the server by TCP for that. */
        @Override
        public void bytes(ByteBuffer piece) {
            ByteLink into = pipe.server();
            while (into.write(piece) >= 0 && piece.hasRemaining()) {
                CountDownLatch room = new CountDownLatch(1);
                into.onWritable(room::countDown);
                try {
                    room.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    broken(e);
                }
            }
        }

        @Override
        public void ping(byte[] payload) {
            outgoing.pong(payload);
        }

        @Override
        public void farewell(byte[] payload) {
            String text = CloseFrame.text(payload);
            over(
                    new EOFException(server + " closed the WebSocket: " + CloseFrame.status(payload)
                            + (text.isEmpty() ? "" : " " + text)),
                    CloseFrame.answer(payload));
        }
    }

    // the end

    @Override
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** The first reason counts; the client is told. */
    private void over(IOException why) {
        failure.compareAndSet(null, why);
        pipe.server().close();
    }

    /** As the other, with a last word, which is chosen before the client is told: what it says when it closes then must not take its place. */
    private void over(IOException why, byte[] lastWord) {
        failure.compareAndSet(null, why);
        outgoing.breakOff(lastWord);
        patience.atMost(BREAK_OFF_NANOS);
        over(why);
    }

    private void broken(Throwable cause) {
        try {
            over(new IOException(
                    "WebSocket to " + server + ": "
                            + Objects.requireNonNullElse(
                                    cause.getMessage(), cause.getClass().getName()),
                    cause));
        } finally {
            outgoing.end();
            carrier.cancel();
        }
    }

    @Override
    public void close() {
        outgoing.farewell(CloseFrame.payload(CloseFrame.NORMAL, ""));
        pipe.server().close();
        patience.atMost(LEAVE_NANOS);
    }

    @Override
    public void abort() {
        pipe.server().close();
        outgoing.end();
        carrier.cancel();
    }

    private void threadDone() {
        if (threads.decrementAndGet() == 0) {
            // the farewell of TLS waits for a peer that reads nothing
            patience.atMost(BREAK_OFF_NANOS);
            try {
                carrier.close();
            } finally {
                patience.done();
            }
        }
    }
}
