// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.websocket;

import java.nio.ByteBuffer;

/** The heads of frames, those of a server, which are never masked, and those of a client, which are, and whole control frames. Pure. */
public final class FrameWriter {
    /** The longest head without a mask. */
    public static final int HEAD_MAX = 10;

    /** The longest head with its key. */
    public static final int MASKED_HEAD_MAX = 14;

    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int MASKED = 0x80;
    private static final int KEY_BYTES = 4;
    private static final int ONE_BYTE_MAX = 125;
    private static final int TWO_BYTES_MAX = 0xffff;

    private FrameWriter() {}

    /** Puts the head of a frame of a server's binary message: of its first frame or a later one, of its last or another. */
    public static void head(ByteBuffer out, boolean first, boolean last, boolean compressed, long length) {
        head(out, first, last, compressed, 0, length);
    }

    /** Puts the head of a client's binary message that is one frame; its payload is for {@link Masks} to mask with the key. */
    public static void maskedHead(ByteBuffer out, boolean compressed, long length, int key) {
        head(out, true, true, compressed, MASKED, length);
        out.putInt(key);
    }

    /** How long that head is. */
    public static int maskedHeadLength(long length) {
        return 2 + (length <= ONE_BYTE_MAX ? 0 : length <= TWO_BYTES_MAX ? 2 : 8) + KEY_BYTES;
    }

    private static void head(ByteBuffer out, boolean first, boolean last, boolean compressed, int masked, long length) {
        int bits = (last ? FINAL : 0) | (compressed ? COMPRESSED : 0) | (first ? Opcode.BINARY : Opcode.CONTINUATION);
        out.put((byte) bits);
        if (length <= ONE_BYTE_MAX) {
            out.put((byte) (masked | length));
        } else if (length <= TWO_BYTES_MAX) {
            out.put((byte) (masked | 126)).putShort((short) length);
        } else {
            out.put((byte) (masked | 127)).putLong(length);
        }
    }

    /** A whole control frame of a server. */
    public static byte[] control(int opcode, byte[] payload) {
        byte[] frame = new byte[2 + payload.length];
        frame[0] = (byte) (FINAL | opcode);
        frame[1] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 2, payload.length);
        return frame;
    }

    /** A whole control frame of a client. */
    public static byte[] maskedControl(int opcode, byte[] payload, int key) {
        int head = 2 + KEY_BYTES;
        ByteBuffer frame = ByteBuffer.allocate(head + payload.length);
        frame.put((byte) (FINAL | opcode))
                .put((byte) (MASKED | payload.length))
                .putInt(key)
                .put(payload);
        Masks.apply(frame, head, payload.length, key);
        return frame.array();
    }
}
