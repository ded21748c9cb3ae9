// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.inprocess;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One end of a two-way stream of bytes, without blocking. Bytes come out in the order in which they went in.
 *
 * <p>The callbacks are persistent and run on the thread of whoever caused them (the other end's reader, writer or closer), outside of
 * any lock of the link: they must be short, such as waking a loop. A callback may come once too often, never too rarely.
 */
public interface ByteLink extends AutoCloseable {
    /** Moves bytes into {@code dst}. Returns how many, 0 if there are none yet (or no room), −1 if the stream ended and is drained. */
    int read(ByteBuffer dst);

    /** Takes bytes out of {@code src}. Returns how many, 0 if the link is full (or {@code src} is empty), −1 if an end is closed. */
    int write(ByteBuffer src);

    /** Calls {@code callback} when bytes come to a link that had none, or the stream ends; at once if that is so already. */
    void onReadable(Runnable callback);

    /** Calls {@code callback} when room comes to a link that was found full, or an end is closed; at once if there is room. */
    void onWritable(Runnable callback);

    /** Why the stream ended, where the link knows more than that it did. */
    default Optional<IOException> failure() {
        return Optional.empty();
    }

    /** As {@link #close()}, without a farewell to the other end where the link knows one. */
    default void abort() {
        close();
    }

    /** Ends both directions. The other end reads what was written before, then −1. A second call does nothing. */
    @Override
    void close();
}
