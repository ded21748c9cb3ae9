// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;

/** The bytes of a block as its records see them, whether they are compressed in the file or not. */
interface BlockContent {
    /** Reads from a position. @return how many bytes came */
    int read(long position, byte[] into, int offset, int length) throws IOException;

    /** Where the bytes end. */
    long length() throws IOException;
}
