// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** What a stranger may send first where TLS is spoken: it is refused, or more is awaited, whatever the pieces it comes in. */
final class TlsFirstBytesTarget {
    private static final int HANDSHAKE_RECORD = 22;
    private static final SSLContext CONTEXT = context();

    private TlsFirstBytesTarget() {}

    private static SSLContext context() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has TLS", e);
        }
    }

    static void check(byte[] input) {
        boolean whole = isRefused(input, Math.max(1, input.length));
        if (isRefused(input, 3) != whole) {
            throw new AssertionError("whether it is refused depends on the pieces that it comes in");
        }
    }

    private static boolean isRefused(byte[] input, int piece) {
        SSLEngine engine = CONTEXT.createSSLEngine();
        engine.setUseClientMode(false);
        Pieces pieces = new Pieces(input, piece);
        TlsLink link = new TlsLink(pieces, Runnable::run);
        ByteBuffer clear = ByteBuffer.allocate(1 << 16);
        try {
            link.upgrade(engine, ByteBuffer.allocate(0), () -> {});
            // each read takes a piece or nothing; the last ones find the end
            for (int i = 0; i < input.length / piece + 4; i++) {
                if (link.read(clear) < 0) {
                    return true;
                }
            }
        } catch (IOException refused) {
            return true;
        } finally {
            if (input.length > 0 && pieces.at > 0 && link.isSpokenToInClear() != (input[0] != HANDSHAKE_RECORD)) {
                throw new AssertionError("the first byte was mistaken");
            }
        }
        if (clear.position() > 0) {
            throw new AssertionError("something came through before any handshake");
        }
        return false;
    }

    /** A peer that says this in pieces and leaves. */
    private static final class Pieces extends SilentLink {
        private final byte[] bytes;
        private final int piece;
        private int at;

        Pieces(byte[] bytes, int piece) {
            this.bytes = bytes;
            this.piece = piece;
        }

        @Override
        public int read(ByteBuffer target) {
            if (at == bytes.length) {
                return -1;
            }
            int count = Math.min(Math.min(piece, bytes.length - at), target.remaining());
            target.put(bytes, at, count);
            at += count;
            return count;
        }

        @Override
        public int write(ByteBuffer source) {
            int count = source.remaining();
            source.position(source.limit());
            return count;
        }
    }
}
