// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

/** Somebody who waits for a PONG: all that was accepted before it has then been taken by the server. */
public interface PongWaiter {
    /** The PONG came. I/O thread. */
    void pong();

    /**
     * The link broke before the PONG came. I/O thread.
     *
     * @param inDoubt how many publishes were handed to the operating system since the last PONG
     */
    void lost(long inDoubt);

    /** Whether it vouches for earlier publishes, and so tells a caller of those in doubt. */
    default boolean vouches() {
        return false;
    }
}
