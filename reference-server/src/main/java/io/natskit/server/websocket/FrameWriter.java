// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import java.nio.ByteBuffer;

/** The heads of the frames that a server sends, never masked, and its control frames. Pure. */
final class FrameWriter {
    /** The longest head. */
    static final int HEAD_MAX = 10;

    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int ONE_BYTE_MAX = 125;
    private static final int TWO_BYTES_MAX = 0xffff;

    private FrameWriter() {}

    /** Puts the head of a frame of a binary message: of its first frame or a later one, of its last or another. */
    static void head(ByteBuffer out, boolean first, boolean last, boolean compressed, long length) {
        int bits = (last ? FINAL : 0) | (compressed ? COMPRESSED : 0) | (first ? Opcode.BINARY : Opcode.CONTINUATION);
        out.put((byte) bits);
        if (length <= ONE_BYTE_MAX) {
            out.put((byte) length);
        } else if (length <= TWO_BYTES_MAX) {
            out.put((byte) 126).putShort((short) length);
        } else {
            out.put((byte) 127).putLong(length);
        }
    }

    /** A whole control frame. */
    static byte[] control(int opcode, byte[] payload) {
        byte[] frame = new byte[2 + payload.length];
        frame[0] = (byte) (FINAL | opcode);
        frame[1] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 2, payload.length);
        return frame;
    }
}
