// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.io.IOException;

/** The bytes of a block as they are in the file. */
record PlainContent(DiskFile file) implements BlockContent {
    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
        return file.read(position, into, offset, length);
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }
}
