// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import java.io.IOException;

/** The connection below a WebSocket: a stream of bytes each way. One thread reads, one writes; any may end it. */
interface Carrier {
    /** Waits for bytes. Returns how many were put at the beginning of the array, −1 at the end. */
    int read(byte[] into) throws IOException;

    /** Writes all of it; waits while the other side takes nothing. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Ends it in good order, TLS with a farewell. Neither reading nor writing goes on any more. */
    void close();

    /** Ends it at once; who reads or writes is told by an {@link IOException}. */
    void cancel();
}
