// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/** An object that is open for reading. {@link #close()} closes what it gave. */
public interface ObjectReader extends AutoCloseable {

    /** The object's description, of the object itself where a link was followed. */
    ObjectInfo info();

    /**
     * The object from its beginning, a few chunks ahead. Its end is told when all has been checked; otherwise reading ends in an {@link java.io.IOException} whose cause is
     * {@link DamagedObjectException}. For one thread at a time.
     */
    InputStream stream();

    /** The object for reading anywhere; writing is refused. Chunks are checked for their lengths, the whole is not. For one thread at a time. */
    SeekableByteChannel channel();

    @Override
    void close();
}
