// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import io.natskit.server.deflate.MessageDeflater;
import io.natskit.wire.websocket.Inflation;
import java.nio.ByteBuffer;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** What a loop needs while it packs or unpacks one buffer, shared by all of its connections. Confined to its thread. */
final class Scratch {
    /** The most that is read at once from a client that may compress, so that what is kept of it is small; no less than a whole record of TLS may be. */
    static final int READ_BYTES = 17 * 1024;

    /** Those of whatever thread calls: a message that begins on a loop ends on it. */
    static final Inflation.Inflaters INFLATERS = new Inflation.Inflaters() {
        @Override
        public Inflater take() {
            return own().takeInflater();
        }

        @Override
        public void give(Inflater used) {
            own().give(used);
        }
    };

    private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);

    final ByteBuffer read = ByteBuffer.allocateDirect(READ_BYTES);
    final MessageDeflater deflater = new MessageDeflater();

    /** One that no message is using; messages of several clients may be incomplete at a time. */
    private @Nullable Inflater spare;

    private Scratch() {}

    /** That of the calling thread. */
    static Scratch own() {
        return OWN.get();
    }

    /** An inflater for one message. */
    private Inflater takeInflater() {
        Inflater own = spare;
        spare = null;
        return own == null ? new Inflater(true) : own;
    }

    /** Takes it back. */
    private void give(Inflater used) {
        if (spare == null) {
            used.reset();
            spare = used;
        } else {
            used.end();
        }
    }
}
