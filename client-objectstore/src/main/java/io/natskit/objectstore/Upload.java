// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * An upload that may be resumed. Its chunks stay in the store, seen by nobody, until {@link #finish()} or {@link #abandon()}. After a failure it is over, and
 * {@link ObjectStore#resume} takes its token. For one thread at a time.
 */
public interface Upload extends AutoCloseable {

    /** What resumes it: the object's name and choices, and where its chunks are. No secret, but whoever has it and may write to the store can go on with it. */
    String token();

    /** How many bytes are known to be stored: where its content goes on, when it was just resumed. */
    long position();

    /** Takes the remaining bytes of a buffer, waiting while too much is on its way. */
    void write(ByteBuffer content);

    /** Takes what is left of a stream. */
    void transferFrom(InputStream content);

    /**
     * Takes a file from {@link #position()} on.
     *
     * @throws DamagedObjectException when what is stored is not how the file begins
     */
    void transferFrom(Path file);

    /** Waits until all is stored, and makes it an object. */
    ObjectInfo finish();

    /** Ends this part of it: waits for what is on its way; what is stored stays. */
    @Override
    void close();

    /** Ends it for good: removes what is stored. */
    void abandon();
}
