// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS over another link, after a plain beginning: until {@link #upgrade} bytes pass unchanged. Reading and the handshake belong to the
 * connection's loop; any loop may write, since an engine may wrap and unwrap at the same time. Key work runs on the executor.
 */
public final class TlsLink implements Link {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int RECORDS_AT_ONCE = 4;
    private static final int HANDSHAKE_RECORD = 22;

    private final Link raw;
    private final Executor blocking;
    private @Nullable SSLEngine engine;
    private @Nullable Connection connection;
    private Runnable secured = () -> {};

    // on the loop
    private ByteBuffer netIn = NOTHING;
    private int firstByte = -1;
    private boolean working;
    private @Nullable RuntimeException workFailure;
    private boolean reads;
    private boolean writes;
    private boolean inputEnded;

    // guarded by wrapLock
    private final ReentrantLock wrapLock = new ReentrantLock();
    private ByteBuffer netOut = NOTHING;

    private volatile boolean shaking;
    private volatile boolean holdsOutput;

    /** TLS over {@code raw}; {@code blocking} does the key work of handshakes. */
    public TlsLink(Link raw, Executor blocking) {
        this.raw = raw;
        this.blocking = blocking;
    }

    /** Begins the handshake, with bytes that were read already; calls back on the loop when it is done. */
    public void upgrade(SSLEngine with, ByteBuffer alreadyRead, Runnable whenSecured) throws SSLException {
        int packet = with.getSession().getPacketBufferSize();
        netIn = ByteBuffer.allocate(Math.max(2 * packet, alreadyRead.remaining() + packet));
        netIn.put(alreadyRead);
        netOut = ByteBuffer.allocateDirect(RECORDS_AT_ONCE * packet).limit(0);
        engine = with;
        secured = whenSecured;
        shaking = true;
        with.beginHandshake();
        applyWatch();
        again();
    }

    /** What the handshake agreed on; null before {@link #upgrade}. */
    public @Nullable SSLSession session() {
        SSLEngine own = engine;
        return own == null ? null : own.getSession();
    }

    /** Whether the handshake has been completed. */
    public boolean isSecured() {
        return engine != null && !shaking;
    }

    @Override
    public void attach(EventLoop onLoop, Connection of) throws IOException {
        connection = of;
        raw.attach(onLoop, of);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        SSLEngine own = engine;
        if (own == null) {
            return raw.read(target);
        }
        if (working) {
            return 0;
        }
        RuntimeException failure = workFailure;
        if (failure != null) {
            throw new SSLException("the key work of the handshake failed: " + failure, failure);
        }
        int start = target.position();
        fill();
        while (true) {
            switch (own.getHandshakeStatus()) {
                case NEED_TASK -> {
                    work(own);
                    return target.position() - start;
                }
                case NEED_WRAP -> {
                    if (!wrapHandshake(own)) {
                        return target.position() - start;
                    }
                    if (own.isOutboundDone()) {
                        return ended(target.position() - start);
                    }
                }
                default -> {
                    if (!unwrap(own, target)) {
                        finishHandshake(own);
                        int count = target.position() - start;
                        return count == 0 && (inputEnded || own.isInboundDone()) ? ended(0) : count;
                    }
                }
            }
            finishHandshake(own);
        }
    }

    private int ended(int count) throws IOException {
        if (shaking) {
            throw new SSLHandshakeException("the peer left during the handshake");
        }
        return count > 0 ? count : -1;
    }

    private void fill() throws IOException {
        if (!inputEnded && netIn.hasRemaining() && raw.read(netIn) < 0) {
            inputEnded = true;
        }
        if (firstByte < 0 && netIn.position() > 0) {
            firstByte = netIn.get(0) & 0xff;
        }
    }

    /** Whether the peer began with something else than a handshake: a probe, or a client that speaks in clear. */
    public boolean isSpokenToInClear() {
        return firstByte >= 0 && firstByte != HANDSHAKE_RECORD;
    }

    /** Takes one record out of the input; false if there is no whole one, or no room for it. */
    private boolean unwrap(SSLEngine own, ByteBuffer target) throws IOException {
        netIn.flip();
        SSLEngineResult result;
        try {
            result = own.unwrap(netIn, target);
        } finally {
            netIn.compact();
        }
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> {
                int before = netIn.position();
                fill();
                return netIn.position() > before;
            }
            case BUFFER_OVERFLOW -> {
                again();
                return false;
            }
            case CLOSED -> {
                inputEnded = true;
                return result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
            }
            default -> {
                return true;
            }
        }
    }

    /** Has the key work done elsewhere; no room for it, or a failure of it, ends this connection alone. */
    private void work(SSLEngine own) throws SSLException {
        working = true;
        try {
            blocking.execute(() -> worked(runTasks(own)));
        } catch (RejectedExecutionException e) {
            working = false;
            throw new SSLHandshakeException("too many handshakes at once");
        }
    }

    private static @Nullable RuntimeException runTasks(SSLEngine own) {
        try {
            Runnable task = own.getDelegatedTask();
            while (task != null) {
                task.run();
                task = own.getDelegatedTask();
            }
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private void worked(@Nullable RuntimeException failure) {
        Connection back = connection;
        if (back != null) {
            back.execute(() -> {
                working = false;
                workFailure = failure;
                readAgain();
            });
        }
    }

    /** Says what the handshake wants said; false if there is no room for it now. */
    private boolean wrapHandshake(SSLEngine own) throws IOException {
        boolean room;
        wrapLock.lock();
        try {
            push();
            room = roomForRecord(own);
            if (room) {
                wrapInto(own, NOTHING);
            }
            push();
        } finally {
            wrapLock.unlock();
        }
        applyWatch();
        return room;
    }

    private void finishHandshake(SSLEngine own) {
        if (shaking && own.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
            shaking = false;
            secured.run();
            applyWatch();
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        SSLEngine own = engine;
        if (own == null) {
            return raw.write(source);
        }
        if (shaking) {
            return 0;
        }
        int start = source.position();
        wrapLock.lock();
        try {
            push();
            while (source.hasRemaining() && roomForRecord(own)) {
                wrapInto(own, source);
                if (!roomForRecord(own)) {
                    push();
                }
            }
            push();
        } finally {
            wrapLock.unlock();
        }
        return source.position() - start;
    }

    @Override
    public boolean flush() throws IOException {
        if (engine == null) {
            return true;
        }
        wrapLock.lock();
        try {
            push();
            return !holdsOutput;
        } finally {
            wrapLock.unlock();
        }
    }

    private boolean roomForRecord(SSLEngine own) {
        return netOut.capacity() - netOut.limit() >= own.getSession().getPacketBufferSize();
    }

    /** Wraps one record behind what is held back already. */
    private void wrapInto(SSLEngine own, ByteBuffer source) throws IOException {
        int from = netOut.position();
        int filled = netOut.limit();
        netOut.limit(netOut.capacity()).position(filled);
        try {
            SSLEngineResult result = own.wrap(source, netOut);
            if (result.getStatus() == SSLEngineResult.Status.CLOSED && source.hasRemaining()) {
                throw new SSLException("the peer has ended TLS");
            }
        } finally {
            int end = netOut.position();
            netOut.position(from).limit(end);
        }
    }

    private void push() throws IOException {
        if (netOut.hasRemaining()) {
            raw.write(netOut);
        }
        if (!netOut.hasRemaining() && netOut.capacity() > 0) {
            netOut.clear().limit(0);
        }
        holdsOutput = netOut.hasRemaining();
    }

    private void again() {
        Connection own = connection;
        if (own != null) {
            own.execute(this::readAgain);
        }
    }

    private void readAgain() {
        Connection own = connection;
        if (own != null && !own.isClosed()) {
            own.readable();
        }
    }

    @Override
    public void watch(boolean wantsReads, boolean wantsWrites) {
        boolean more = wantsReads && !reads;
        reads = wantsReads;
        writes = wantsWrites;
        applyWatch();
        if (more && netIn.position() > 0) {
            again();
        }
    }

    private void applyWatch() {
        raw.watch(reads, shaking ? holdsOutput : writes || holdsOutput);
    }

    @Override
    public @Nullable String remoteHost() {
        return raw.remoteHost();
    }

    @Override
    public int remotePort() {
        return raw.remotePort();
    }

    @Override
    public void close() {
        SSLEngine own = engine;
        if (own != null) {
            wrapLock.lock();
            try {
                own.closeOutbound();
                if (!holdsOutput && roomForRecord(own)) {
                    wrapInto(own, NOTHING);
                    push();
                }
            } catch (IOException e) {
                // A farewell that cannot be said.
            } finally {
                wrapLock.unlock();
            }
        }
        raw.close();
    }
}
