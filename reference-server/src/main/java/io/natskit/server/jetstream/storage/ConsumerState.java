// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.TreeMap;

/** The state of a consumer as it is stored. Mutable and confined to one thread. */
public final class ConsumerState {
    private long deliveredConsumer;
    private long deliveredStream;
    private long floorConsumer;
    private long floorStream;
    private final TreeMap<Long, Pending> pending = new TreeMap<>();

    private final TreeMap<Long, Integer> exhausted = new TreeMap<>();

    /** Nothing delivered, nothing acked. */
    public ConsumerState() {}

    /** The last consumer sequence that was delivered. */
    public long deliveredConsumerSequence() {
        return deliveredConsumer;
    }

    /** The last stream sequence that was delivered. */
    public long deliveredStreamSequence() {
        return deliveredStream;
    }

    /** The consumer sequence up to which everything is acked. */
    public long floorConsumerSequence() {
        return floorConsumer;
    }

    /** The stream sequence up to which everything is acked. */
    public long floorStreamSequence() {
        return floorStream;
    }

    /** What waits for an ack, by stream sequence. */
    public TreeMap<Long, Pending> pending() {
        return pending;
    }

    /** What had all its deliveries and was never acked: how often it was sent again, by stream sequence. */
    public TreeMap<Long, Integer> exhausted() {
        return exhausted;
    }

    /** Sets what was delivered last. */
    public ConsumerState delivered(long consumerSequence, long streamSequence) {
        deliveredConsumer = consumerSequence;
        deliveredStream = streamSequence;
        return this;
    }

    /** Sets the ack floor. */
    public ConsumerState floor(long consumerSequence, long streamSequence) {
        floorConsumer = consumerSequence;
        floorStream = streamSequence;
        return this;
    }

    /**
     * A delivery that waits for its ack.
     *
     * @param consumerSequence the consumer sequence of the first delivery
     * @param timestampNanos when it was delivered last: nanoseconds since 1970
     * @param deliveries how often by now, 1 for the first time
     */
    public record Pending(long consumerSequence, long timestampNanos, long deliveries) {}
}
