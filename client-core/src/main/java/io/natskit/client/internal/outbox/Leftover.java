// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import java.util.List;

/**
 * What an outbox knew when its link went.
 *
 * @param sent how many of the publishes ever accepted were handed to the operating system
 * @param inDoubt publishes written since the last PONG: they may or may not have arrived
 * @param waiters those who waited for a PONG, in order
 * @param pinged how many of them, the first ones, had their PING written
 * @param rest what the link that was left still has to be sent, for it not to end in the middle of an op; empty for one that broke
 */
public record Leftover(long sent, long inDoubt, List<PongWaiter> waiters, int pinged, byte[] rest) {
    /** The same without those whose PING was not written. */
    public Leftover whatWasPinged() {
        return new Leftover(sent, inDoubt, waiters.subList(0, pinged), pinged, rest);
    }

    /** Those whose PING was not written: no server will answer it. */
    public List<PongWaiter> unpinged() {
        return waiters.subList(pinged, waiters.size());
    }
}
