// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import io.natskit.wire.websocket.FrameWriter;
import io.natskit.wire.websocket.Opcode;
import java.io.IOException;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Sends what waits, a chunk a frame: compressed where that is agreed and worth it, masked, in one write. Runs on a thread of its own, until the last word or a failure. */
final class FrameSender {
    /** What a flush leaves at the end of a compressed message, and the receiver puts back. */
    private static final int TAIL_BYTES = 4;
    /** What does not compress grows a little. */
    private static final int DEFLATED_BYTES = Chunk.PAYLOAD_BYTES + 1024;

    private final Outgoing outgoing;
    private final Carrier carrier;
    private final Deflate deflate;
    private final int compressFromBytes;
    private final MaskKeys keys = new MaskKeys();
    private @Nullable Deflater deflater;
    private @Nullable Chunk deflated;

    FrameSender(Outgoing outgoing, Carrier carrier, Deflate deflate, int compressFromBytes) {
        this.outgoing = outgoing;
        this.carrier = carrier;
        this.deflate = deflate;
        this.compressFromBytes = compressFromBytes;
    }

    /** Sends until there is nothing more to come. */
    void run() throws IOException {
        try {
            for (Outgoing.Next next = outgoing.next(); next != null; next = outgoing.next()) {
                if (next instanceof Outgoing.Data data) {
                    send(data.chunk());
                    outgoing.sent(data.chunk());
                } else if (next instanceof Outgoing.Control control) {
                    byte[] frame = FrameWriter.maskedControl(control.opcode(), control.payload(), keys.next());
                    carrier.write(frame, 0, frame.length);
                    if (control.opcode() == Opcode.CLOSE) {
                        return;
                    }
                }
            }
        } finally {
            if (deflater != null) {
                deflater.end();
            }
        }
    }

    private void send(Chunk chunk) throws IOException {
        boolean compressed = deflate.agreed() && chunk.length() >= compressFromBytes;
        Chunk sent = compressed ? deflated(chunk) : chunk;
        int from = sent.frame(compressed, keys.next());
        carrier.write(sent.array(), from, sent.end() - from);
    }

    private Chunk deflated(Chunk chunk) {
        Deflater own = deflater == null ? new Deflater(Deflater.DEFAULT_COMPRESSION, true) : deflater;
        deflater = own;
        Chunk out = deflated == null ? new Chunk(DEFLATED_BYTES) : deflated;
        deflated = out;
        out.clear();
        if (!deflate.clientRemembers()) {
            own.reset();
        }
        own.setInput(chunk.payload());
        out.grown(own.deflate(out.room(), Deflater.SYNC_FLUSH));
        if (out.isFull()) {
            throw new IllegalStateException("a message of " + chunk.length() + " bytes grew to " + out.length());
        }
        out.cut(TAIL_BYTES);
        return out;
    }
}
