// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import io.natskit.wire.inprocess.ByteLink;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A link over a {@link ByteLink}: a pipe inside the process, or whatever else moves bytes without waiting. */
public final class PipeLink implements Link {
    private static final int READS_PER_TURN = 4;

    private final IoLoop loop;
    private final ByteLink pipe;
    private final AtomicBoolean readQueued = new AtomicBoolean();
    private final AtomicBoolean awaitingRoom = new AtomicBoolean();
    private LinkEvents events;
    private boolean paused;
    private volatile boolean closed;

    private PipeLink(IoLoop loop, ByteLink pipe, LinkEvents events) {
        this.loop = loop;
        this.pipe = pipe;
        this.events = events;
    }

    /** Takes an open pipe; {@link LinkEvents#connected} follows. I/O thread. */
    public static PipeLink open(IoLoop loop, ByteLink pipe, LinkEvents events) {
        PipeLink link = new PipeLink(loop, pipe, events);
        link.queue(() -> {
            link.events.connected();
            pipe.onReadable(link::queueRead);
            pipe.onWritable(link::roomCame);
        });
        return link;
    }

    private void queueRead() {
        if (readQueued.compareAndSet(false, true)) {
            queue(this::read);
        }
    }

    private void roomCame() {
        if (awaitingRoom.getAndSet(false)) {
            queue(() -> events.writable());
        }
    }

    /** On the I/O thread, unless it is closed by then. */
    private void queue(Runnable event) {
        loop.execute(() -> {
            try {
                if (!closed) {
                    event.run();
                }
            } catch (RuntimeException | Error e) {
                fail(Unhandled.of(e));
            }
        });
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int n = pipe.write(bytes);
        if (n < 0) {
            throw pipe.failure().orElseGet(ClosedChannelException::new);
        }
        return n;
    }

    @Override
    public void awaitWritable() {
        awaitingRoom.set(true);
        // room may have come between the write that found none and now: then this calls at once. To look for oneself
        // would be to turn in circles while there is none
        pipe.onWritable(this::roomCame);
    }

    @Override
    public void redirect(LinkEvents newEvents) {
        events = newEvents;
    }

    @Override
    public void reading(boolean on) {
        paused = !on;
        if (on) {
            queueRead();
        }
    }

    private void read() {
        readQueued.set(false);
        for (int i = 0; i < READS_PER_TURN && !closed && !paused; i++) {
            ByteBuffer buffer = loop.readBuffer().clear();
            int n = pipe.read(buffer);
            if (n == 0) {
                return;
            }
            if (n < 0) {
                fail(pipe.failure().orElseGet(() -> new EOFException("the server closed the connection")));
                return;
            }
            events.bytes(buffer.flip(), loop.readArray());
        }
        if (!closed && !paused) {
            queueRead();
        }
    }

    private void fail(IOException cause) {
        if (!closed) {
            close();
            events.closed(cause);
        }
    }

    @Override
    public void close() {
        closed = true;
        pipe.close();
    }

    @Override
    public void abort() {
        closed = true;
        pipe.abort();
    }
}
