// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import org.jspecify.annotations.Nullable;

/** How soon what was added to an outbox has to be written. */
public enum Haste {
    /** Whoever added it sees to that himself, by {@link Outbox#flushNow}, unless a block is full before. */
    GATHERS,
    /** Soon: more may follow. While callers fill blocks, with the block that they fill, or a millisecond later. */
    SOON,
    /** At once: somebody waits for what it brings about. */
    AT_ONCE;

    /** That of a message of which nothing else is known: somebody waits for the answer to what has a reply subject. */
    public static Haste of(byte @Nullable [] reply) {
        return reply == null ? SOON : AT_ONCE;
    }
}
