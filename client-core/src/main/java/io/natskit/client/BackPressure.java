// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.checks.Checks;
import java.time.Duration;

/** What a publish does when the outgoing buffer, bounded by bytes, has no room for its message. */
public sealed interface BackPressure {

    /** Waits for room, at most {@code timeout} (more than zero), then throws {@link BackPressureException}. The default, with 5 s. */
    static BackPressure block(Duration timeout) {
        return new Block(Checks.positive("timeout", timeout));
    }

    /** Throws {@link BackPressureException} at once; {@link AsyncConnection#writable()} tells when to go on. */
    static BackPressure fail() {
        return Fail.INSTANCE;
    }

    /** Drops the message, counts it in {@link Statistics#publishesDropped()} and reports {@link ConnectionEvent.PublishDropped} once per episode. */
    static BackPressure dropNewest() {
        return DropNewest.INSTANCE;
    }

    /**
     * See {@link #block(Duration)}.
     *
     * @param timeout the longest wait
     */
    record Block(Duration timeout) implements BackPressure {}

    /** See {@link #fail()}. */
    enum Fail implements BackPressure {
        /** The only one. */
        INSTANCE
    }

    /** See {@link #dropNewest()}. */
    enum DropNewest implements BackPressure {
        /** The only one. */
        INSTANCE
    }
}
