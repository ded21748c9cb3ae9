// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One connection to one server, seen as bytes. */
public interface Link {
    /** Writes what can be written without waiting; 0: nothing. Any thread, one at a time; safe under interrupts. */
    int write(ByteBuffer bytes) throws IOException;

    /** Has {@link LinkEvents#writable} called once bytes can be written again. Any thread. */
    void awaitWritable();

    /** Sends events elsewhere from now on. I/O thread. */
    void redirect(LinkEvents events);

    /** Stops or goes on reading. I/O thread. */
    void reading(boolean on);

    /** Closes it; {@link LinkEvents#closed} is not called any more. I/O thread. */
    void close();

    /** As {@link #close}, but what the operating system still holds is thrown away (SO_LINGER 0). I/O thread. */
    void abort();
}
