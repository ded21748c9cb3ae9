// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.websocket;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in what a peer sends, however it is cut, and unmasks their payload in place. Remembers the head of the frame that it is in
 * and at most the payload of one control frame. What is malformed is decided as in nats-server, in its words. Confined to one thread.
 */
public final class FrameReader {
    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int RESERVED = 0x30;
    private static final int MASKED = 0x80;
    private static final int SHORT = 126;
    private static final int LONG = 127;
    private static final int HEAD_MAX = 14;

    /** Whether frames are masked: a client's must be, unless the server let it off; a server's never are. */
    public enum Masking {
        /** Each frame must be. */
        REQUIRED,
        /** It is as the peer likes. */
        ALLOWED,
        /** None may be. */
        REFUSED
    }

    /** What was found. */
    public enum Step {
        /** Nothing more in these bytes. */
        MORE,
        /** A piece of a message, from the buffer's position on; the caller moves that behind it. */
        DATA,
        /** A whole control frame. */
        CONTROL,
        /** What this peer may not send. */
        MALFORMED
    }

    private final Masking masking;
    private final boolean compression;

    private final byte[] head = new byte[HEAD_MAX];
    private int headLength;
    private int headWanted = 2;

    // the message
    private boolean inMessage;
    private boolean messageCompressed;
    private boolean messageText;

    // the frame
    private boolean inPayload;
    private boolean frameFinal;
    private int opcode;
    private long left;
    private int key;

    private int pieceLength;
    private byte @Nullable [] control;
    private int controlLength;
    private String problem = "";

    /** A reader of one peer's frames; {@code compression} says whether permessage-deflate was agreed. */
    public FrameReader(Masking masking, boolean compression) {
        this.masking = masking;
        this.compression = compression;
    }

    /** Looks for the next thing. The buffer is big-endian, and what is in it may be changed. */
    public Step next(ByteBuffer in) {
        if (!inPayload) {
            while (headLength < headWanted) {
                if (!in.hasRemaining()) {
                    return Step.MORE;
                }
                head[headLength++] = in.get();
                if (!headGrew()) {
                    return Step.MALFORMED;
                }
            }
            begin();
        }
        if (Opcode.isControl(opcode)) {
            return control(in);
        }
        return left > 0 && !in.hasRemaining() ? Step.MORE : piece(in);
    }

    /** Another byte of the head: decides how long that is, and whether it may be. */
    private boolean headGrew() {
        if (headLength == 1) {
            return firstByte(head[0] & 0xff);
        }
        if (headLength != 2) {
            return headLength != headWanted
                    || (head[1] & 0x7f) != LONG
                    || head[2] >= 0
                    || fail("invalid 64-bit payload length");
        }
        int second = head[1] & 0xff;
        boolean masked = (second & MASKED) != 0;
        if (masked ? masking == Masking.REFUSED : masking == Masking.REQUIRED) {
            return fail(masked ? "mask bit set" : "mask bit missing");
        }
        int length = second & 0x7f;
        headWanted = 2 + (length == SHORT ? 2 : length == LONG ? 8 : 0) + (masked ? 4 : 0);
        return kind(head[0] & 0xff, length);
    }

    private boolean firstByte(int first) {
        if ((first & RESERVED) != 0) {
            return fail("RSV2 and RSV3 must be clear");
        }
        return (first & COMPRESSED) == 0
                || compression
                || fail("compressed frame received without negotiated permessage-deflate");
    }

    private boolean kind(int first, int length) {
        boolean last = (first & FINAL) != 0;
        boolean compressed = (first & COMPRESSED) != 0;
        switch (first & 0xf) {
            case Opcode.CLOSE, Opcode.PING, Opcode.PONG -> {
                if (length > CloseFrame.CONTROL_MAX) {
                    return fail(
                            "control frame length bigger than maximum allowed of " + CloseFrame.CONTROL_MAX + " bytes");
                }
                if (!last) {
                    return fail("control frame does not have final bit set");
                }
                return !compressed || fail("control frame must not be compressed");
            }
            case Opcode.TEXT, Opcode.BINARY -> {
                if (inMessage) {
                    return fail("new message started before final frame for previous message was received");
                }
                return true;
            }
            case Opcode.CONTINUATION -> {
                return inMessage && !compressed || fail("invalid continuation frame");
            }
            default -> {
                return fail("unknown opcode " + (first & 0xf));
            }
        }
    }

    private boolean fail(String why) {
        problem = why;
        return false;
    }

    /** The head is whole. */
    private void begin() {
        int first = head[0] & 0xff;
        int second = head[1] & 0xff;
        int length = second & 0x7f;
        int at = 2;
        if (length == SHORT) {
            left = (head[2] & 0xff) << 8 | head[3] & 0xff;
            at = 4;
        } else if (length == LONG) {
            left = 0;
            for (at = 2; at < 10; at++) {
                left = left << 8 | head[at] & 0xff;
            }
        } else {
            left = length;
        }
        key = 0;
        for (; at < headWanted; at++) {
            key = key << 8 | head[at] & 0xff;
        }
        opcode = first & 0xf;
        frameFinal = (first & FINAL) != 0;
        if (!Opcode.isControl(opcode)) {
            if (opcode != Opcode.CONTINUATION) {
                messageCompressed = (first & COMPRESSED) != 0;
                messageText = opcode == Opcode.TEXT;
            }
            inMessage = !frameFinal;
        }
        controlLength = 0;
        headLength = 0;
        headWanted = 2;
        inPayload = true;
    }

    private Step piece(ByteBuffer in) {
        pieceLength = (int) Math.min(left, in.remaining());
        Masks.apply(in, in.position(), pieceLength, key);
        key = Masks.rotated(key, pieceLength);
        left -= pieceLength;
        inPayload = left > 0;
        return Step.DATA;
    }

    private Step control(ByteBuffer in) {
        byte[] own = control;
        if (own == null) {
            own = new byte[CloseFrame.CONTROL_MAX];
            control = own;
        }
        int part = (int) Math.min(left, in.remaining());
        Masks.apply(in, in.position(), part, key);
        key = Masks.rotated(key, part);
        in.get(own, controlLength, part);
        controlLength += part;
        left -= part;
        if (left > 0) {
            return Step.MORE;
        }
        inPayload = false;
        return Step.CONTROL;
    }

    /** The length of the piece of {@link Step#DATA}. */
    public int pieceLength() {
        return pieceLength;
    }

    /** How much of the frame is still to come behind the piece: what its head says, however much that is. */
    public long pieceRemainder() {
        return left;
    }

    /** Whether the piece belongs to a message of text. */
    public boolean isText() {
        return messageText;
    }

    /** Whether the piece belongs to a compressed message. */
    public boolean isCompressed() {
        return messageCompressed;
    }

    /** Whether the message ends with the piece. */
    public boolean endsMessage() {
        return !inPayload && !inMessage;
    }

    /** The kind of the frame of {@link Step#CONTROL}. */
    public int opcode() {
        return opcode;
    }

    /** The payload of that frame; a copy. */
    public byte[] controlPayload() {
        byte[] own = control;
        byte[] payload = new byte[controlLength];
        if (own != null) {
            System.arraycopy(own, 0, payload, 0, controlLength);
        }
        return payload;
    }

    /** What is wrong, after {@link Step#MALFORMED}. */
    public String problem() {
        return problem;
    }
}
