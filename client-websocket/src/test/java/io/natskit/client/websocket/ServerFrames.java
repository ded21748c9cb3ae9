// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** Frames as a server sends them, or should not; written apart from what the transport has. */
final class ServerFrames {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deflater deflater = new Deflater(6, true);

    ServerFrames bytes(String text) {
        return frame(0x82, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    ServerFrames frame(int first, String payload) {
        return frame(first, payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    ServerFrames frame(int first, byte[] payload) {
        head(first, payload.length);
        out.writeBytes(payload);
        return this;
    }

    /** A compressed message, which knows the earlier ones if {@code remembers}. */
    ServerFrames packed(byte[] payload, boolean remembers) {
        return frame(0xc2, deflated(payload, remembers));
    }

    byte[] deflated(byte[] payload, boolean remembers) {
        if (!remembers) {
            deflater.reset();
        }
        deflater.setInput(payload);
        byte[] packed = new byte[payload.length + payload.length / 100 + 64];
        int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
        byte[] cut = new byte[length - 4];
        System.arraycopy(packed, 0, cut, 0, cut.length);
        return cut;
    }

    ServerFrames head(int first, long length) {
        out.write(first);
        if (length >= 0 && length < 126) {
            out.write((int) length);
        } else if (length >= 0 && length < 65_536) {
            out.write(126);
            out.write((int) length >> 8);
            out.write((int) length);
        } else {
            out.write(127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        return this;
    }

    /** Bytes as they are. */
    ServerFrames raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
