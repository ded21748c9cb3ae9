// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

/**
 * Where a stream's changes are agreed upon before they happen. On one server that is at once ({@link LocalLog}); in a cluster it is a log that
 * a majority of servers keeps. A stream proposes and applies; it never changes its state in any other way. Confined to the stream's loop.
 */
public interface ReplicatedLog {
    /** What the log drives: the stream. Called on the stream's loop. */
    interface StateMachine {
        /** Carries out a change that is agreed upon, in the order of the proposals. */
        void apply(Command command);

        /** All changes up to that number are as durable as the stream's policy asks: what was said of them may be told. */
        void committed(long index);

        /** The changes between those two numbers, both included, will never be: nothing of them may be told but that they failed. */
        void failed(long first, long last, RuntimeException cause);
    }

    /** Whether this server may propose. */
    boolean isLeader();

    /** Proposes a change; answers its number, one above the last. */
    long propose(Command command);

    /** The number of the last change that was proposed here. */
    long proposed();

    /** The number of the last change that is committed. */
    long committed();

    /** The end of a batch of proposals: time to make them durable. */
    void commit();

    /**
     * The number of the last change whose effect is in the stream's own store for good: a snapshot costs nothing, and a log may forget what came
     * before it.
     */
    long snapshot();
}
