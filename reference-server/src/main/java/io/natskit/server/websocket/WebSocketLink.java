// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import io.natskit.server.transport.Connection;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.Link;
import io.natskit.wire.websocket.CloseFrame;
import io.natskit.wire.websocket.FrameReader;
import io.natskit.wire.websocket.FrameWriter;
import io.natskit.wire.websocket.Inflation;
import io.natskit.wire.websocket.Opcode;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes inside the frames of a WebSocket, over another link. Answers pings and the close frame itself. Reading belongs to the connection's
 * loop; any loop may write.
 */
final class WebSocketLink implements Link {
    private final Link raw;
    private final FrameReader frames;
    private final FrameOutput output;
    private final boolean compression;
    private final Inflation inflation;
    private @Nullable Connection connection;

    // on the loop
    private @Nullable ByteBuffer kept;
    private @Nullable ByteBuffer piece;
    private boolean pieceEnds;
    private @Nullable ProtocolException failure;
    private boolean ended;
    private boolean reads;
    private boolean writes;

    /** Frames over {@code raw} as agreed; no message may be longer than {@code messageMax} once it has been compressed, before or after. */
    WebSocketLink(Link raw, UpgradeRules.Agreement agreed, long messageMax) {
        this.raw = raw;
        this.frames = new FrameReader(
                agreed.masked() ? FrameReader.Masking.REQUIRED : FrameReader.Masking.ALLOWED, agreed.compression());
        this.output = new FrameOutput(raw, agreed);
        this.compression = agreed.compression();
        this.inflation = new Inflation(messageMax, Scratch.INFLATERS);
    }

    /** Chooses what is said at the end, unless the peer has said it already. */
    void farewell(int status, String text) {
        output.farewell(closing(CloseFrame.payload(status, text)));
    }

    private static byte[] closing(byte[] payload) {
        return FrameWriter.control(Opcode.CLOSE, payload);
    }

    @Override
    public void attach(EventLoop loop, Connection of) throws IOException {
        connection = of;
        raw.attach(loop, of);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        ProtocolException failed = failure;
        if (failed != null) {
            throw failed;
        }
        if (ended) {
            return -1;
        }
        int start = target.position();
        try {
            int count = compression ? readPacked(target) : readPlain(target);
            if (count < 0) {
                ended = true; // what an earlier read left has still come out now
            }
        } catch (ProtocolException e) {
            fail(e);
            if (target.position() == start) {
                throw e;
            }
        }
        if (hasMore()) {
            again();
        }
        applyWatch();
        int count = target.position() - start;
        return count == 0 && ended ? -1 : count;
    }

    /** What came before is still handed out; the failure follows. */
    private void fail(ProtocolException e) {
        failure = e;
        kept = null;
        piece = null;
        inflation.release();
        farewell(CloseFrame.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
    }

    private boolean hasMore() {
        return failure != null || ended || kept != null || piece != null;
    }

    /** Takes the heads of the frames out where they have been read to. */
    private int readPlain(ByteBuffer target) throws IOException {
        int out = target.position();
        int count = raw.read(target);
        if (count <= 0) {
            return count;
        }
        ByteBuffer view = target.duplicate().limit(target.position()).position(out);
        target.position(out);
        FrameReader.Step step = frames.next(view);
        while (step != FrameReader.Step.MORE && !ended) {
            if (step == FrameReader.Step.DATA) {
                int at = view.position();
                int length = frames.pieceLength();
                if (at != out) {
                    target.put(out, view, at, length);
                }
                out += length;
                target.position(out);
                view.position(at + length);
            } else {
                other(step);
            }
            step = ended ? FrameReader.Step.MORE : frames.next(view);
        }
        return count;
    }

    /** Reads aside, since what comes out may be more than what went in; what there is no room for is kept. */
    private int readPacked(ByteBuffer target) throws IOException {
        if (piece != null && !unpack(target)) {
            return 0;
        }
        ByteBuffer in = kept;
        kept = null;
        if (in == null) {
            in = Scratch.own().read.clear();
            int count = raw.read(in);
            if (count <= 0) {
                return count;
            }
            in.flip();
        }
        FrameReader.Step step = frames.next(in);
        while (step != FrameReader.Step.MORE && !ended) {
            if (step != FrameReader.Step.DATA) {
                other(step);
            } else if (!data(in, target)) {
                kept = in.hasRemaining() ? copy(in) : null;
                return 0;
            }
            step = ended ? FrameReader.Step.MORE : frames.next(in);
        }
        return 0;
    }

    /** A piece of a message; false if there is no room for all of it. */
    private boolean data(ByteBuffer in, ByteBuffer target) throws ProtocolException {
        int length = frames.pieceLength();
        ByteBuffer own = in.slice(in.position(), length);
        in.position(in.position() + length);
        pieceEnds = frames.endsMessage();
        piece = own;
        if (frames.isCompressed() ? unpack(target) : move(own, target)) {
            piece = null;
            return true;
        }
        piece = copy(own);
        return false;
    }

    private boolean unpack(ByteBuffer target) throws ProtocolException {
        ByteBuffer own = piece;
        boolean done =
                own == null || (frames.isCompressed() ? inflation.take(own, pieceEnds, target) : move(own, target));
        if (done) {
            piece = null;
        }
        return done;
    }

    private static boolean move(ByteBuffer from, ByteBuffer target) {
        int length = Math.min(from.remaining(), target.remaining());
        target.put(from.slice(from.position(), length));
        from.position(from.position() + length);
        return !from.hasRemaining();
    }

    private static ByteBuffer copy(ByteBuffer rest) {
        return ByteBuffer.allocate(rest.remaining()).put(rest).flip();
    }

    private void other(FrameReader.Step step) throws IOException {
        if (step == FrameReader.Step.MALFORMED) {
            throw new ProtocolException(frames.problem());
        }
        byte[] payload = frames.controlPayload();
        switch (frames.opcode()) {
            case Opcode.PING -> output.control(FrameWriter.control(Opcode.PONG, payload));
            case Opcode.CLOSE -> {
                String problem = CloseFrame.problem(payload);
                if (problem != null) {
                    throw new ProtocolException(problem);
                }
                output.farewell(closing(CloseFrame.answer(payload)));
                ended = true;
            }
            default -> {
                // a pong that nobody asked for
            }
        }
    }

    private void again() {
        Connection own = connection;
        if (own != null) {
            own.readAgain();
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return output.write(source);
    }

    @Override
    public long write(ByteBuffer[] sources, int count) throws IOException {
        return output.write(sources, count);
    }

    @Override
    public boolean flush() throws IOException {
        return output.flush();
    }

    @Override
    public void watch(boolean wantsReads, boolean wantsWrites) {
        boolean more = wantsReads && !reads;
        reads = wantsReads;
        writes = wantsWrites;
        applyWatch();
        if (more && hasMore()) {
            again();
        }
    }

    private void applyWatch() {
        raw.watch(reads, writes || output.holds());
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
        inflation.release();
        output.end();
        raw.close();
    }
}
