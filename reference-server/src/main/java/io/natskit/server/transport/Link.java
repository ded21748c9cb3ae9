// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One way of moving bytes: a socket, an in-process pipe, TLS over either. Never blocks. Reading belongs to the connection's loop;
 * writing may be done by any thread that holds the lock of the connection's output.
 */
public interface Link {
    /** Binds the link to its loop and the connection that is told about readiness. Called once, on the loop. */
    void attach(EventLoop loop, Connection connection) throws IOException;

    /** Reads what there is: the number of bytes, 0 for nothing yet, -1 for the end. */
    int read(ByteBuffer target) throws IOException;

    /** Takes as much as fits now and returns how much that was. */
    int write(ByteBuffer source) throws IOException;

    /** Takes as much of these, in their order, as fits now and returns how much that was. */
    default long write(ByteBuffer[] sources, int count) throws IOException {
        long taken = 0;
        for (int i = 0; i < count; i++) {
            taken += write(sources[i]);
            if (sources[i].hasRemaining()) {
                break;
            }
        }
        return taken;
    }

    /** Pushes out what the link holds back itself (a TLS record); true when nothing is left. */
    default boolean flush() throws IOException {
        return true;
    }

    /** Says what the loop wants to hear of. Called on the loop. */
    void watch(boolean reads, boolean writes);

    /** The peer's address, or null where there is none. */
    @Nullable
    String remoteHost();

    /** The peer's port, 0 where there is none. */
    int remotePort();

    /** Ends the link. May be called more than once, on the loop. */
    void close();
}
