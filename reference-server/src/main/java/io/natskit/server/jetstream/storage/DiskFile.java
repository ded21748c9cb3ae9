// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.Closeable;
import java.io.IOException;

/** An open file. Reads, writes and syncs may come from several threads at once. */
public interface DiskFile extends Closeable {
    /** Reads from a position until the range is full or the file ends. @return how many bytes came */
    int read(long position, byte[] into, int offset, int length) throws IOException;

    /** Writes all of a range. */
    void write(long position, byte[] from, int offset, int length) throws IOException;

    /** How long the file is. */
    long length() throws IOException;

    /** Cuts the file. */
    void truncate(long length) throws IOException;

    /** Makes all that was written durable. */
    void sync() throws IOException;

    /** Lets go of the file. */
    @Override
    void close();
}
