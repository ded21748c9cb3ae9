// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import java.util.concurrent.CompletableFuture;

/** The way of an object's chunks into the stream, in order. For one giver at a time. */
interface Lane {
    /** Sends a chunk, whose array is the lane's from now on; completes when there is room for the next, fails when the transfer has failed. */
    CompletableFuture<Void> send(byte[] chunk, long index);

    /** Completes when all that was sent is stored, in order and without a gap; fails otherwise. Nothing is sent after. */
    CompletableFuture<Void> settled();

    /** Completes, well in any case, when nothing is on its way any more. */
    CompletableFuture<Void> quiet();
}
