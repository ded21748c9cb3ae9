// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import io.natskit.client.ServerAddress;
import io.natskit.wire.inprocess.ByteLink;
import io.natskit.wire.inprocess.InProcessPipe;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket as a stream of bytes. What is written goes at once as a frame while OkHttp has nothing else to write; behind that it gathers to frames of 64 KiB, which go when they are full, when OkHttp has
 * written what it had, or a millisecond later. OkHttp tells nobody when it has written: it is asked, a millisecond apart, for as long as somebody waits for it.
 */
final class WebSocketLink implements ByteLink {
    static final int FRAME_BYTES = 64 * 1024;

    private static final int INCOMING_BYTES = 1024 * 1024;
    private static final long LOOK_MICROS = 1000;
    private static final int NORMAL = 1000;
    private static final int UNSUPPORTED = 1003;

    private final ServerAddress server;
    private final WebSocketOptions options;
    private final ScheduledExecutorService timer;
    private final InProcessPipe pipe = InProcessPipe.create(INCOMING_BYTES);
    private final CompletableFuture<ByteLink> opened = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by the lock
    private final ByteBuffer gathered = ByteBuffer.allocate(FRAME_BYTES);
    private @Nullable WebSocket socket;
    private Runnable roomCame = () -> {};
    private boolean looking;
    private boolean full;

    private volatile @Nullable IOException failure;
    private volatile boolean closed;
    // of OkHttp's reading thread
    private long sinceMessage;

    WebSocketLink(ServerAddress server, WebSocketOptions options, ScheduledExecutorService timer) {
        this.server = server;
        this.options = options;
        this.timer = timer;
    }

    /** The WebSocket, whose listener is {@link #listener()}. */
    void over(WebSocket made) {
        lock.lock();
        try {
            socket = made;
        } finally {
            lock.unlock();
        }
        if (closed) {
            made.cancel();
        }
    }

    /** Completes when the handshake is done. */
    CompletableFuture<ByteLink> opened() {
        return opened;
    }

    WebSocketListener listener() {
        return new Listener();
    }

    /** Refuses a message that has no end. */
    CountingSockets.Counter incoming() {
        return bytes -> {
            sinceMessage += bytes;
            if (sinceMessage > options.messageBytesMax()) {
                throw new IOException(server + " sends a message of more than " + options.messageBytesMax() + " bytes");
            }
        };
    }

    // out

    @Override
    public int write(ByteBuffer src) {
        lock.lock();
        try {
            WebSocket to = socket;
            if (closed || to == null) {
                return -1;
            }
            int before = src.remaining();
            if (gathered.position() == 0 && to.queueSize() == 0 && before <= FRAME_BYTES) {
                return send(to, ByteString.of(src)) ? before : -1;
            }
            while (src.hasRemaining()) {
                if (!gathered.hasRemaining() && !flush(to)) {
                    break;
                }
                int part = Math.min(src.remaining(), gathered.remaining());
                gathered.put(src.slice(src.position(), part));
                src.position(src.position() + part);
            }
            if (closed) {
                return -1;
            }
            full = src.hasRemaining();
            if (full || gathered.position() > 0) {
                look();
            }
            return before - src.remaining();
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is gathered, if OkHttp may hold more. Under the lock. */
    private boolean flush(WebSocket to) {
        if (gathered.position() == 0) {
            return true;
        }
        if (to.queueSize() > options.queuedBytesMax() - FRAME_BYTES) {
            return false;
        }
        boolean sent = send(to, ByteString.of(gathered.array(), 0, gathered.position()));
        gathered.clear();
        return sent;
    }

    private boolean send(WebSocket to, ByteString frame) {
        if (to.send(frame)) {
            return true;
        }
        // OkHttp is closing it: what was handed over is in doubt, and the client connects anew
        fail(new IOException("the WebSocket to " + server + " takes no more"));
        return false;
    }

    /** Looks again in a moment. Under the lock. */
    private void look() {
        if (!looking && !closed) {
            looking = true;
            timer.schedule(this::looked, LOOK_MICROS, TimeUnit.MICROSECONDS);
        }
    }

    private void looked() {
        Runnable told = null;
        lock.lock();
        try {
            looking = false;
            WebSocket to = socket;
            if (closed || to == null) {
                return;
            }
            if (full && to.queueSize() <= options.queuedBytesMax() / 2) {
                full = false;
                told = roomCame;
            }
            if (to.queueSize() == 0) {
                flush(to);
            }
            if (full || gathered.position() > 0) {
                look();
            }
        } finally {
            lock.unlock();
        }
        if (told != null) {
            told.run();
        }
    }

    @Override
    public void onWritable(Runnable callback) {
        boolean now;
        lock.lock();
        try {
            roomCame = callback;
            now = closed || !full;
        } finally {
            lock.unlock();
        }
        if (now) {
            callback.run();
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

    /** OkHttp's reading thread waits here for a client that reads slowly, and the server by TCP for that. */
    private void arrived(ByteBuffer bytes) {
        ByteLink into = pipe.server();
        while (into.write(bytes) >= 0 && bytes.hasRemaining()) {
            CountDownLatch room = new CountDownLatch(1);
            into.onWritable(room::countDown);
            try {
                room.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                fail(new IOException("reading from " + server + " was interrupted", e));
                return;
            }
        }
    }

    // the end

    @Override
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** It is broken. */
    private void fail(IOException why) {
        over(why);
        WebSocket broken = socket();
        if (broken != null) {
            broken.cancel();
        }
    }

    private void over(IOException why) {
        if (failure == null) {
            failure = why;
        }
        ended();
        opened.completeExceptionally(why);
    }

    /** Nothing comes any more, and nothing goes. */
    private void ended() {
        Runnable told;
        lock.lock();
        try {
            closed = true;
            told = roomCame;
        } finally {
            lock.unlock();
        }
        pipe.server().close();
        told.run();
    }

    private @Nullable WebSocket socket() {
        lock.lock();
        try {
            return socket;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        WebSocket closing;
        lock.lock();
        try {
            closing = closed ? null : socket;
            if (closing != null) {
                flush(closing);
            }
        } finally {
            lock.unlock();
        }
        ended();
        if (closing != null) {
            closing.close(NORMAL, null);
        }
    }

    @Override
    public void abort() {
        WebSocket open = socket();
        ended();
        if (open != null) {
            open.cancel();
        }
    }

    private final class Listener extends WebSocketListener {
        @Override
        public void onOpen(WebSocket made, Response response) {
            sinceMessage = 0;
            over(made);
            opened.complete(WebSocketLink.this);
        }

        @Override
        public void onMessage(WebSocket from, ByteString bytes) {
            sinceMessage = 0;
            arrived(bytes.asByteBuffer());
        }

        @Override
        public void onMessage(WebSocket from, String text) {
            over(new IOException(server + " sent a text frame (expected: binary)"));
            from.close(UNSUPPORTED, "binary frames, please");
        }

        @Override
        public void onClosing(WebSocket from, int code, String reason) {
            over(new EOFException(server + " closed the WebSocket: " + code + (reason.isEmpty() ? "" : " " + reason)));
            from.close(NORMAL, null);
        }

        @Override
        public void onFailure(WebSocket from, Throwable error, @Nullable Response response) {
            String answer =
                    response == null ? "" : " (the answer was " + response.code() + " " + response.message() + ")";
            fail(new IOException("WebSocket to " + server + ": " + error.getMessage() + answer, error));
        }
    }
}
