// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * TLS over another link, by the JDK's engine. Reading and the handshake belong to the I/O thread; {@link #write} wraps on whatever thread writes, under a lock that
 * is only contended during the handshake. Delegated tasks run on an executor.
 */
public final class TlsLink implements Link, LinkEvents {
    private final IoLoop loop;
    private final Link inner;
    private final SSLEngine engine;
    private final Executor tasks;
    private LinkEvents events;
    private final ReentrantLock wrapLock = new ReentrantLock();
    // guarded by wrapLock
    private final ByteBuffer netOut;
    // of the I/O thread
    private byte[] netIn;
    private int netInLength;
    private ByteBuffer appIn;
    private boolean established;
    private boolean taskRunning;
    private boolean closed;

    private TlsLink(IoLoop loop, Link inner, SSLEngine engine, Executor tasks, LinkEvents events) {
        this.loop = loop;
        this.inner = inner;
        this.engine = engine;
        this.tasks = tasks;
        this.events = events;
        this.netOut = ByteBuffer.allocateDirect(2 * engine.getSession().getPacketBufferSize());
        this.netOut.limit(0);
        this.netIn = new byte[engine.getSession().getPacketBufferSize()];
        this.appIn = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    }

    /** Starts the handshake on an open link; {@link LinkEvents#connected} or {@link LinkEvents#closed} follows. I/O thread. */
    public static TlsLink start(IoLoop loop, Link inner, SSLEngine engine, Executor tasks, LinkEvents events)
            throws IOException {
        engine.setUseClientMode(true);
        TlsLink link = new TlsLink(loop, inner, engine, tasks, events);
        inner.redirect(link);
        engine.beginHandshake();
        link.handshake();
        return link;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int before = bytes.remaining();
        wrapLock.lock();
        try {
            if (!flushNet()) {
                return 0;
            }
            while (bytes.hasRemaining()) {
                wrapOnce(bytes);
                if (!flushNet()) {
                    inner.awaitWritable();
                    break;
                }
            }
        } finally {
            wrapLock.unlock();
        }
        return before - bytes.remaining();
    }

    private void wrapOnce(ByteBuffer bytes) throws SSLException {
        netOut.clear();
        SSLEngineResult result = engine.wrap(bytes, netOut);
        netOut.flip();
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new SSLException("TLS is closed");
        }
    }

    private boolean flushNet() throws IOException {
        while (netOut.hasRemaining()) {
            if (inner.write(netOut) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void awaitWritable() {
        inner.awaitWritable();
    }

    @Override
    public void redirect(LinkEvents newEvents) {
        events = newEvents;
    }

    @Override
    public void reading(boolean on) {
        inner.reading(on);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            sayGoodbye();
            inner.close();
        }
    }

    private void sayGoodbye() {
        wrapLock.lock();
        try {
            engine.closeOutbound();
            if (!netOut.hasRemaining()) {
                netOut.clear();
                engine.wrap(ByteBuffer.allocate(0), netOut);
                netOut.flip();
                inner.write(netOut);
            }
        } catch (IOException e) {
            // the socket says the rest
        } finally {
            wrapLock.unlock();
        }
    }

    @Override
    public void abort() {
        closed = true;
        inner.abort();
    }

    // events of the inner link

    @Override
    public void connected() {
        // it was before TLS began
    }

    @Override
    public void writable() {
        try {
            boolean clear;
            wrapLock.lock();
            try {
                clear = flushNet();
            } finally {
                wrapLock.unlock();
            }
            if (!clear) {
                inner.awaitWritable();
            } else if (established) {
                events.writable();
            } else {
                handshake();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    public void bytes(byte[] buffer, int offset, int length) {
        if (netInLength + length > netIn.length) {
            netIn = Arrays.copyOf(netIn, Math.max(2 * netIn.length, netInLength + length));
        }
        System.arraycopy(buffer, offset, netIn, netInLength, length);
        netInLength += length;
        try {
            if (!taskRunning) {
                unwrapAll();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    public void closed(IOException cause) {
        if (!closed) {
            closed = true;
            events.closed(cause);
        }
    }

    private void unwrapAll() throws IOException {
        ByteBuffer in = ByteBuffer.wrap(netIn, 0, netInLength);
        while (!closed && !taskRunning) {
            appIn.clear();
            SSLEngineResult result = engine.unwrap(in, appIn);
            SSLEngineResult.Status status = result.getStatus();
            if (status == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                appIn = ByteBuffer.allocate(
                        Math.max(2 * appIn.capacity(), engine.getSession().getApplicationBufferSize()));
                continue;
            }
            if (appIn.position() > 0) {
                events.bytes(appIn.array(), 0, appIn.position());
            }
            if (status == SSLEngineResult.Status.CLOSED) {
                throw new EOFException("the server closed TLS");
            }
            if (!handshakeStep(result.getHandshakeStatus()) || status == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                break;
            }
        }
        int left = netInLength - in.position();
        System.arraycopy(netIn, in.position(), netIn, 0, left);
        netInLength = left;
    }

    /** Does what the engine wants next; false: nothing more to unwrap for now. */
    private boolean handshakeStep(SSLEngineResult.HandshakeStatus status) throws IOException {
        switch (status) {
            case NEED_TASK:
                runTask();
                return false;
            case NEED_WRAP:
                handshake();
                return !taskRunning;
            case FINISHED:
                establish();
                return true;
            default:
                return true;
        }
    }

    /** Wraps handshake messages for as long as the engine has some. */
    private void handshake() throws IOException {
        while (!closed) {
            SSLEngineResult.HandshakeStatus status = engine.getHandshakeStatus();
            if (status == SSLEngineResult.HandshakeStatus.NEED_TASK) {
                runTask();
                return;
            }
            if (status != SSLEngineResult.HandshakeStatus.NEED_WRAP) {
                return;
            }
            SSLEngineResult result;
            wrapLock.lock();
            try {
                if (!flushNet()) {
                    inner.awaitWritable();
                    return;
                }
                netOut.clear();
                result = engine.wrap(ByteBuffer.allocate(0), netOut);
                netOut.flip();
                if (!flushNet()) {
                    inner.awaitWritable();
                }
            } finally {
                wrapLock.unlock();
            }
            if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED) {
                establish();
            }
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                throw new SSLException("TLS is closed");
            }
        }
    }

    private void establish() {
        if (!established) {
            established = true;
            events.connected();
        }
    }

    private void runTask() {
        Runnable task = engine.getDelegatedTask();
        if (task == null || taskRunning) {
            return;
        }
        taskRunning = true;
        tasks.execute(() -> {
            Runnable next = task;
            while (next != null) {
                next.run();
                next = engine.getDelegatedTask();
            }
            loop.execute(this::taskDone);
        });
    }

    private void taskDone() {
        taskRunning = false;
        if (closed) {
            return;
        }
        try {
            handshake();
            if (!taskRunning) {
                unwrapAll();
            }
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            // no event of the inner link, which would see to it
            fail(Unhandled.of(e));
        }
    }

    private void fail(IOException cause) {
        if (!closed) {
            closed = true;
            try {
                // an alert tells the server what was wrong with it
                handshakeAlert();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
            inner.close();
            events.closed(cause);
        }
    }

    private void handshakeAlert() throws IOException {
        wrapLock.lock();
        try {
            if (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP && !netOut.hasRemaining()) {
                netOut.clear();
                engine.wrap(ByteBuffer.allocate(0), netOut);
                netOut.flip();
                inner.write(netOut);
            }
        } finally {
            wrapLock.unlock();
        }
    }
}
