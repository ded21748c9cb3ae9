// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import io.natskit.wire.json.StructReader;
import java.time.Duration;

/** Collects the values of a {@link PullRequest}. Confined to one thread; may be used again after {@link #build()}. */
public final class PullRequestBuilder {
    long expires;
    long batch;
    long maxBytes;
    boolean noWait;
    long idleHeartbeat;
    String group = "";
    long minPending;
    long minAckPending;
    String id = "";
    int priority;

    private PullRequestBuilder() {}

    /** A builder whose values are those of a JSON object without fields. */
    static PullRequestBuilder unset() {
        return new PullRequestBuilder();
    }

    /** A builder with the same values. */
    PullRequestBuilder copy() {
        PullRequestBuilder copy = new PullRequestBuilder();
        copy.expires = expires;
        copy.batch = batch;
        copy.maxBytes = maxBytes;
        copy.noWait = noWait;
        copy.idleHeartbeat = idleHeartbeat;
        copy.group = group;
        copy.minPending = minPending;
        copy.minAckPending = minAckPending;
        copy.id = id;
        copy.priority = priority;
        return copy;
    }

    /** How long the request waits; zero with {@link #noWait} for not at all. */
    public PullRequestBuilder expires(Duration expires) {
        this.expires = nanos("expires", expires);
        return this;
    }

    /** How many messages are wanted. */
    public PullRequestBuilder batch(long batch) {
        this.batch = batch;
        return this;
    }

    /** How many bytes are wanted at most; 0 for no bound. */
    public PullRequestBuilder maxBytes(long maxBytes) {
        this.maxBytes = maxBytes;
        return this;
    }

    /** Whether to answer at once if there is nothing. */
    public PullRequestBuilder noWait(boolean noWait) {
        this.noWait = noWait;
        return this;
    }

    /** How often a waiting request is told that the server is there; zero for never. */
    public PullRequestBuilder idleHeartbeat(Duration idleHeartbeat) {
        this.idleHeartbeat = nanos("idleHeartbeat", idleHeartbeat);
        return this;
    }

    /** The priority group; empty for none. */
    public PullRequestBuilder group(String group) {
        this.group = group;
        return this;
    }

    /** Served only if so many messages wait; 0 for any. */
    public PullRequestBuilder minPending(long minPending) {
        this.minPending = minPending;
        return this;
    }

    /** Served only if so many deliveries are unacknowledged; 0 for any. */
    public PullRequestBuilder minAckPending(long minAckPending) {
        this.minAckPending = minAckPending;
        return this;
    }

    /** The id that a pinned client was given; empty for none. */
    public PullRequestBuilder id(String id) {
        this.id = id;
        return this;
    }

    /** Lower is served first, 0 to 9. */
    public PullRequestBuilder priority(int priority) {
        this.priority = priority;
        return this;
    }

    /** Takes the field at hand of {@code in}, if it is one of these; false if it is not, and then it is still to be read. */
    boolean readField(StructReader in) {
        return PullRequestJson.read(in, this);
    }

    /** The values as they are now. */
    public PullRequest build() {
        return new PullRequest(copy());
    }

    private static long nanos(String what, Duration value) {
        try {
            return value.toNanos();
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: at most 292 years)");
        }
    }
}
