// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What happens on a {@link Link}. Called on the I/O thread. */
public interface LinkEvents {
    /** The link is open. */
    void connected();

    /** Bytes came; the array is the loop's and valid during the call only. */
    void bytes(byte[] buffer, int offset, int length);

    /**
     * Bytes came that lie outside the heap, all of which are to be taken: unless somebody knows better, they are copied to {@code array}, which has room for them.
     * Both are the loop's and valid during the call only.
     */
    default void bytes(ByteBuffer came, byte[] array) {
        int length = came.remaining();
        came.get(array, 0, length);
        bytes(array, 0, length);
    }

    /** Bytes can be written again. */
    void writable();

    /** The link broke or the server closed it; the last event. */
    void closed(IOException cause);
}
