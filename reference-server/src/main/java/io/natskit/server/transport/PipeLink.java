// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import io.natskit.wire.inprocess.ByteLink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A connection inside this process. The pipe's callbacks, from whatever thread, become tasks of the loop. */
public final class PipeLink implements Link {
    private final ByteLink pipe;
    private final AtomicBoolean readScheduled = new AtomicBoolean();
    private final AtomicBoolean writeScheduled = new AtomicBoolean();
    private @Nullable Connection connection;
    private boolean reads;
    private boolean writes;

    /** The server's end of a pipe. */
    public PipeLink(ByteLink pipe) {
        this.pipe = pipe;
    }

    @Override
    public void attach(EventLoop onLoop, Connection of) {
        connection = of;
        pipe.onReadable(this::scheduleRead);
        pipe.onWritable(this::scheduleWrite);
    }

    private void scheduleRead() {
        Connection own = connection;
        if (own != null && readScheduled.compareAndSet(false, true)) {
            own.execute(this::readNow);
        }
    }

    private void scheduleWrite() {
        Connection own = connection;
        if (own != null && writeScheduled.compareAndSet(false, true)) {
            own.execute(this::writeNow);
        }
    }

    private void readNow() {
        readScheduled.set(false);
        Connection own = connection;
        if (reads && own != null && own.readable()) {
            scheduleRead();
        }
    }

    private void writeNow() {
        writeScheduled.set(false);
        Connection own = connection;
        if (writes && own != null) {
            own.writable();
        }
    }

    @Override
    public int read(ByteBuffer target) {
        return pipe.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int written = pipe.write(source);
        if (written < 0) {
            throw new IOException("the pipe is closed");
        }
        return written;
    }

    @Override
    public void watch(boolean wantsReads, boolean wantsWrites) {
        boolean moreReads = wantsReads && !reads;
        boolean moreWrites = wantsWrites && !writes;
        reads = wantsReads;
        writes = wantsWrites;
        // Room or input may have come while nobody looked.
        if (moreReads) {
            scheduleRead();
        }
        if (moreWrites) {
            scheduleWrite();
        }
    }

    @Override
    public @Nullable String remoteHost() {
        return null;
    }

    @Override
    public int remotePort() {
        return 0;
    }

    @Override
    public void close() {
        pipe.close();
    }
}
