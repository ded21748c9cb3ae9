// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.websocket;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates the compressed messages of one peer as their bytes come, never more than there is room for, and never more of one message than the
 * bound. Holds an inflater (some 40 KiB) only while a message is incomplete; where it comes from and goes to is its owner's business. Confined to
 * one thread.
 */
public final class Inflation {
    /** Where inflaters come from: for each message a fresh one, or always that of the connection, which remembers what came before. */
    public interface Inflaters {
        /** One for a message; without a header of zlib. */
        Inflater take();

        /** The message is over, or nobody wants it any more. */
        void give(Inflater used);
    }

    /** What the end of a compressed message leaves out. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private final long limit;
    private final Inflaters inflaters;
    /** Shows whether there is a byte behind the bound. */
    private final ByteBuffer beyond = ByteBuffer.allocate(1);

    private @Nullable Inflater inflater;
    private final ByteBuffer tail = ByteBuffer.wrap(TAIL.clone());
    private long taken;
    private long made;
    private boolean ending;

    /** No message may be longer than {@code limit}, compressed or not. */
    public Inflation(long limit, Inflaters inflaters) {
        this.limit = limit;
        this.inflaters = inflaters;
    }

    /**
     * Takes bytes of a message as far as there is room for what becomes of them; {@code last} says that the message ends with them. True when all
     * of it has been given out; if not, the call wants to be repeated with what is left.
     */
    public boolean take(ByteBuffer piece, boolean last, ByteBuffer target) throws ProtocolException {
        Inflater own = inflater;
        if (own == null) {
            own = inflaters.take();
            inflater = own;
            taken = 0;
            made = 0;
        }
        try {
            if (!ending) {
                int before = piece.remaining();
                boolean done = inflate(own, piece, target);
                taken += before - piece.remaining();
                bounded(taken);
                if (!done) {
                    return false;
                }
                if (!last) {
                    return true;
                }
                ending = true;
                tail.clear();
            }
            if (!inflate(own, tail, target)) {
                return false;
            }
        } catch (DataFormatException e) {
            throw new ProtocolException("flate: corrupt input");
        }
        release();
        return true;
    }

    private boolean inflate(Inflater own, ByteBuffer piece, ByteBuffer target)
            throws DataFormatException, ProtocolException {
        own.setInput(piece);
        while (!own.finished()) {
            if (!target.hasRemaining()) {
                return false;
            }
            int count = made < limit ? inflateBounded(own, target) : own.inflate(beyond.clear());
            if (count == 0) {
                if (own.needsDictionary()) {
                    throw new DataFormatException("a dictionary is asked for");
                }
                return true;
            }
            made += count;
            bounded(made);
        }
        // a block that says it is the last one: nothing behind it counts
        piece.position(piece.limit());
        return true;
    }

    private int inflateBounded(Inflater own, ByteBuffer target) throws DataFormatException {
        int end = target.limit();
        target.limit((int) Math.min(end, target.position() + limit - made));
        try {
            return own.inflate(target);
        } finally {
            target.limit(end);
        }
    }

    private void bounded(long bytes) throws ProtocolException {
        if (bytes > limit) {
            throw new TooLong();
        }
    }

    /** The message is longer than the bound. */
    public static final class TooLong extends ProtocolException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("maximum payload exceeded");
        }
    }

    /** Gives back what an incomplete message holds. */
    public void release() {
        Inflater own = inflater;
        if (own != null) {
            inflater = null;
            inflaters.give(own);
        }
        ending = false;
    }
}
