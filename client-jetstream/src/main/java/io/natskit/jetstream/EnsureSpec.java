// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

/** How a stream or consumer is made to be as asked for. */
public final class EnsureSpec {
    private boolean dryRun;
    private boolean pedantic;

    /** It is done. */
    public EnsureSpec() {}

    /** Nothing is changed; the result says what would be. */
    public EnsureSpec dryRun() {
        this.dryRun = true;
        return this;
    }

    /** The server refuses (10157) what it would otherwise correct in silence (server 2.11). */
    public EnsureSpec pedantic() {
        this.pedantic = true;
        return this;
    }

    /** See {@link #dryRun()}. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** See {@link #pedantic()}. */
    public boolean isPedantic() {
        return pedantic;
    }
}
