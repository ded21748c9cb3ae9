// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import org.jspecify.annotations.Nullable;

/**
 * One pull request: what was asked for, and what is left of it while it waits in a {@link PullQueue}. Times are the loop's nanoseconds;
 * {@link Long#MAX_VALUE} is never. Confined to the consumer's loop.
 */
final class WaitingPull {
    /** Priority of a request that named no group. */
    static final int LOWEST = Integer.MAX_VALUE;

    private final byte[] reply;
    private final PullTerms terms;
    private final long receivedNanos;
    private final long expiresNanos;

    private int left;
    private int delivered;
    private int bytesLeft;
    private long heartbeatNanos;
    private @Nullable String pin;
    private long listeningAt = -1;

    // the queue's
    @Nullable
    WaitingPull next;

    @Nullable
    WaitingPull previous;

    /** A request that came now and whose answers go to {@code reply}; the array is kept. */
    WaitingPull(byte[] reply, PullTerms terms, long nowNanos) {
        this.reply = reply;
        this.terms = terms;
        this.receivedNanos = nowNanos;
        this.expiresNanos = terms.expiresNanos() == 0 ? Long.MAX_VALUE : nowNanos + terms.expiresNanos();
        this.left = terms.batch();
        this.bytesLeft = terms.maxBytes();
        this.heartbeatNanos = terms.heartbeatNanos() > 0 ? nowNanos + terms.heartbeatNanos() : Long.MAX_VALUE;
        this.pin = terms.pin();
    }

    /** Where its messages go. */
    byte[] reply() {
        return reply;
    }

    /** What was asked for. */
    PullTerms terms() {
        return terms;
    }

    /** When it came. */
    long receivedNanos() {
        return receivedNanos;
    }

    /** When it ends by itself. */
    long expiresNanos() {
        return expiresNanos;
    }

    /** Whether it ends by itself some time. */
    boolean expires() {
        return expiresNanos != Long.MAX_VALUE;
    }

    /** How many messages it still wants; 0 or less once it is done. */
    int left() {
        return left;
    }

    /** How many messages it got. */
    int delivered() {
        return delivered;
    }

    /** How many bytes it still wants; 0 or less for no limit. */
    int bytesLeft() {
        return bytesLeft;
    }

    /** Whether it had all that it asked for. */
    boolean isDone() {
        return left <= 0;
    }

    /** When the next heartbeat is due. */
    long heartbeatNanos() {
        return heartbeatNanos;
    }

    /** Lets the time until the next heartbeat begin anew. */
    void beat(long nowNanos) {
        if (terms.heartbeatNanos() > 0) {
            heartbeatNanos = nowNanos + terms.heartbeatNanos();
        }
    }

    /** The pin that it claims, or was given; null for none. */
    @Nullable
    String pin() {
        return pin;
    }

    /** Gives it a pin. */
    void pin(String id) {
        pin = id;
    }

    /** Whether a message of that size fits; no limit means that all do. */
    boolean fits(int size) {
        return bytesLeft <= 0 || size <= bytesLeft;
    }

    /** Takes a message of that size, which fits; one that uses the bytes up is the last. */
    void takeBytes(int size) {
        if (bytesLeft > 0) {
            bytesLeft -= size;
            if (bytesLeft == 0) {
                left = 1;
            }
        }
    }

    /** Counts a message. */
    void takeOne() {
        left--;
        delivered++;
    }

    /** A message that was counted did not reach its requester. */
    void giveBackOne() {
        left++;
        delivered--;
    }

    /** Whether somebody still listens where its messages go. Asks again only when interest has changed. */
    boolean isListening(Surroundings around) {
        long generation = around.interestGeneration();
        if (listeningAt != generation) {
            if (!around.hasInterest(reply)) {
                return false;
            }
            listeningAt = generation;
        }
        return true;
    }

    int priority() {
        return terms.group() == null ? LOWEST : terms.priority();
    }
}
