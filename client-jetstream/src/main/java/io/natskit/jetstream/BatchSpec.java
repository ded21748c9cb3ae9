// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How an atomic batch is published (ADR-50). */
public final class BatchSpec {
    private @Nullable String id;
    private boolean ackFirst = true;
    private int ackEvery;
    private @Nullable Duration timeout;

    /** The defaults. */
    public BatchSpec() {}

    /** The batch's id, 1 to 64 characters without white space; default a fresh one. */
    public BatchSpec id(String id) {
        if (id.isBlank() || id.length() > 64) {
            throw new IllegalArgumentException("id: \"" + id + "\" (expected: 1 to 64 characters)");
        }
        this.id = id;
        return this;
    }

    /** Whether the first message is confirmed before others are sent; default true, so that a stream that allows no batches says so early. */
    public BatchSpec ackFirst(boolean wanted) {
        this.ackFirst = wanted;
        return this;
    }

    /** Every so many messages one is confirmed; default 0: none but the first. */
    public BatchSpec ackEvery(int messages) {
        this.ackEvery = Checks.atLeast("ackEvery", messages, 0);
        return this;
    }

    /** How long each confirmation, and the commit, may take; default {@link JetStreamOptions#timeout()}. */
    public BatchSpec timeout(Duration timeout) {
        this.timeout = Checks.positive("timeout", timeout);
        return this;
    }

    /** The id, if one was chosen. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** See {@link #ackFirst(boolean)}. */
    public boolean acksFirst() {
        return ackFirst;
    }

    /** See {@link #ackEvery(int)}. */
    public int ackEvery() {
        return ackEvery;
    }

    /** The time, if one was chosen. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }
}
