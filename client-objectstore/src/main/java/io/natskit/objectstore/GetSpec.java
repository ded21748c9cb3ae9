// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import io.natskit.wire.checks.Checks;
import java.util.function.LongConsumer;

/** How an object is read. */
public final class GetSpec {
    private int parallel = 1;
    private LongConsumer progress = bytes -> {};

    /** The defaults. */
    public GetSpec() {}

    /** How many chunks are asked for side by side, from any replica; default 1: they come as one stream. */
    public GetSpec parallel(int chunks) {
        this.parallel = Checks.atLeast("parallel", chunks, 1);
        return this;
    }

    /** Is told how many bytes have come; on the thread that reads, and must not wait. */
    public GetSpec onProgress(LongConsumer listener) {
        this.progress = listener;
        return this;
    }

    /** See {@link #parallel(int)}. */
    public int parallel() {
        return parallel;
    }

    /** Who is told. */
    public LongConsumer progress() {
        return progress;
    }
}
