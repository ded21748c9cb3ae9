// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A subscriber that makes an object of the buffers it is given; from {@link FlowObjectStore#writer}. Serves one stream. */
public interface FlowObjectWriter extends Flow.Subscriber<ByteBuffer> {

    /**
     * Completes with the object once the source has completed and all is stored; fails when the source or the store did, and then nothing is left behind. Cancelling it
     * cancels the source.
     */
    CompletableFuture<ObjectInfo> completion();
}
