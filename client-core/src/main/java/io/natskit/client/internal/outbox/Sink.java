// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where an {@link Outbox} writes to: one connected link. */
public interface Sink {
    /** Writes what can be written without waiting, on whatever thread; 0: nothing. One call at a time. */
    int write(ByteBuffer bytes) throws IOException;

    /** Asks the I/O thread to call {@link Outbox#flush} when bytes can be written again. */
    void awaitWritable();

    /** Asks the I/O thread to call {@link Outbox#flush} soon. */
    void wake();

    /** Has {@link Outbox#flush} called after so many nanoseconds, once however often it is asked before that. I/O thread. */
    void wakeLater(long nanos);

    /** The link broke under a write; called outside the lock, on whatever thread. */
    void broken(IOException cause);
}
