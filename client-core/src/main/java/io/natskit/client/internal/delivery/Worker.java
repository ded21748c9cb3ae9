// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

/** Moves messages out of a mailbox to where they are handled. */
public interface Worker {
    /** Messages are there; starts what is needed. I/O thread; does not wait. */
    void ready();
}
