// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import io.natskit.wire.websocket.CloseFrame;
import io.natskit.wire.websocket.FrameReader;
import io.natskit.wire.websocket.Inflation;
import io.natskit.wire.websocket.Opcode;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Takes the frames of a server apart: the bytes of its messages, inflated where they are compressed, its pings and its farewell. Pure; keeps the head of a frame, the payload of one control frame and an inflater.
 * Of a message no more than {@code messageBytesMax} bytes are taken, neither as they travel nor inflated. Confined to the reading thread; unusable once it has thrown.
 */
final class IncomingFrames {
    private static final int INFLATED_BYTES = 16 * 1024;

    /** Who is told what came. */
    interface Receiver {
        /** Bytes of a message, valid during the call only. */
        void bytes(ByteBuffer piece);

        /** Wants a pong with that payload. */
        void ping(byte[] payload);

        /** The server's last word, which is well-formed; nothing is told behind it. */
        void farewell(byte[] payload);
    }

    private final long messageBytesMax;
    private final Receiver receiver;
    private final FrameReader frames;
    private final OwnInflater inflater;
    private final Inflation inflation;
    private @Nullable ByteBuffer inflated;
    private long messageBytes;
    private boolean over;

    IncomingFrames(Deflate deflate, long messageBytesMax, Receiver receiver) {
        this.messageBytesMax = messageBytesMax;
        this.receiver = receiver;
        this.frames = new FrameReader(FrameReader.Masking.REFUSED, deflate.agreed());
        this.inflater = new OwnInflater(deflate.serverRemembers());
        this.inflation = new Inflation(messageBytesMax, inflater);
    }

    /** Bytes came; they may be changed. Throws {@link RefusedFrameException} for what no server may send. */
    void received(ByteBuffer in) throws RefusedFrameException {
        while (!over) {
            switch (frames.next(in)) {
                case MORE -> {
                    return;
                }
                case DATA -> data(in);
                case CONTROL -> control(frames.controlPayload());
                case MALFORMED -> throw malformed(frames.problem());
            }
        }
    }

    private void data(ByteBuffer in) throws RefusedFrameException {
        if (frames.isText()) {
            throw new RefusedFrameException(CloseFrame.UNSUPPORTED, "a text frame (expected: binary)");
        }
        int length = frames.pieceLength();
        // by what the head says: a frame that is too long is refused with its first byte
        if (frames.pieceRemainder() > messageBytesMax - messageBytes - length) {
            throw tooLong();
        }
        messageBytes += length;
        boolean last = frames.endsMessage();
        ByteBuffer piece = in.slice(in.position(), length);
        in.position(in.position() + length);
        if (frames.isCompressed()) {
            inflate(piece, last);
        } else if (length > 0) {
            receiver.bytes(piece);
        }
        if (last) {
            messageBytes = 0;
        }
    }

    private void inflate(ByteBuffer piece, boolean last) throws RefusedFrameException {
        ByteBuffer target = inflated == null ? ByteBuffer.allocate(INFLATED_BYTES) : inflated;
        inflated = target;
        try {
            boolean done = false;
            while (!done) {
                target.clear();
                done = inflation.take(piece, last, target);
                if (target.flip().hasRemaining()) {
                    receiver.bytes(target);
                }
            }
        } catch (Inflation.TooLong e) {
            throw tooLong();
        } catch (ProtocolException e) {
            throw new RefusedFrameException(
                    CloseFrame.INVALID_PAYLOAD, "a message that cannot be inflated: " + e.getMessage());
        }
    }

    private RefusedFrameException tooLong() {
        return new RefusedFrameException(
                CloseFrame.TOO_BIG, "a message of more than " + messageBytesMax + " bytes (messageBytesMax)");
    }

    private static RefusedFrameException malformed(String problem) {
        return new RefusedFrameException(CloseFrame.PROTOCOL_ERROR, "a frame that may not be: " + problem);
    }

    private void control(byte[] payload) throws RefusedFrameException {
        switch (frames.opcode()) {
            case Opcode.PING -> receiver.ping(payload);
            case Opcode.CLOSE -> {
                String problem = CloseFrame.problem(payload);
                if (problem != null) {
                    throw malformed(problem);
                }
                over = true;
                receiver.farewell(payload);
            }
            default -> {
                // a pong that nobody asked for
            }
        }
    }

    /** Gives the memory of the inflater back. */
    void release() {
        over = true;
        inflation.release();
        inflater.end();
    }

    /** The connection's one inflater; whether it knows what came in earlier messages is agreed. */
    private static final class OwnInflater implements Inflation.Inflaters {
        private final boolean remembers;
        private @Nullable Inflater inflater;

        OwnInflater(boolean remembers) {
            this.remembers = remembers;
        }

        @Override
        public Inflater take() {
            Inflater own = inflater == null ? new Inflater(true) : inflater;
            inflater = own;
            return own;
        }

        @Override
        public void give(Inflater used) {
            // behind a block that says it is the last one comes another stream
            if (!remembers || used.finished()) {
                used.reset();
            }
        }

        void end() {
            if (inflater != null) {
                inflater.end();
                inflater = null;
            }
        }
    }
}
