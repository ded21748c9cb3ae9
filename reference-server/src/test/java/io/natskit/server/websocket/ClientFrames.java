// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** Frames as a client sends them, written apart from what the server has. */
final class ClientFrames {
    private static final byte[] KEY = {(byte) 0x9a, 0x3b, (byte) 0xfc, 0x5d};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private boolean masked = true;

    ClientFrames unmasked() {
        masked = false;
        return this;
    }

    ClientFrames text(String payload) {
        return frame(0x81, payload.getBytes(StandardCharsets.UTF_8));
    }

    ClientFrames binary(byte[] payload) {
        return frame(0x82, payload);
    }

    ClientFrames packed(byte[] payload) {
        return frame(0xc2, deflated(payload));
    }

    ClientFrames frame(int first, byte[] payload) {
        return head(first, payload.length).payload(payload);
    }

    ClientFrames head(int first, long length) {
        int bit = masked ? 0x80 : 0;
        out.write(first);
        if (length >= 0 && length < 126) {
            out.write(bit | (int) length);
        } else if (length >= 0 && length < 65536) {
            out.write(bit | 126);
            out.write((int) length >> 8);
            out.write((int) length);
        } else {
            out.write(bit | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        if (masked) {
            out.writeBytes(KEY);
        }
        return this;
    }

    private ClientFrames payload(byte[] payload) {
        for (int i = 0; i < payload.length; i++) {
            out.write(masked ? payload[i] ^ KEY[i % 4] : payload[i]);
        }
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** A compressed message, without the end that is left out. */
    static byte[] deflated(byte[] payload) {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(payload);
        byte[] out = new byte[payload.length + payload.length / 100 + 64];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        byte[] cut = new byte[length - 4];
        System.arraycopy(out, 0, cut, 0, cut.length);
        return cut;
    }
}
