// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.account.Account;
import io.natskit.server.local.LocalPublisher;
import io.natskit.server.router.Subscription;
import java.util.ArrayDeque;

/**
 * Answers that wait until what they say is as durable as the stream promises. Each is tied to the number of the last change before it; they
 * leave in order. Confined to the stream's loop.
 */
final class AckQueue {
    private static final byte[] NONE = {};

    private final ArrayDeque<Answer> waiting = new ArrayDeque<>();
    private final Account<Subscription> account;
    private final LocalPublisher publisher;

    private record Answer(long index, byte[] to, byte[] header, byte[] payload, boolean confirms) {}

    AckQueue(Account<Subscription> account, LocalPublisher publisher) {
        this.account = account;
        this.publisher = publisher;
    }

    /** An answer that holds once the change of that number is committed. */
    void add(long index, byte[] to, byte[] header, byte[] payload) {
        waiting.addLast(new Answer(index, to, header, payload, true));
    }

    /** An answer that promises nothing, but keeps its place. */
    void refuse(long index, byte[] to, byte[] header, byte[] payload) {
        waiting.addLast(new Answer(index, to, header, payload, false));
    }

    /** Sends what holds. */
    void committed(long index) {
        Answer next = waiting.peekFirst();
        while (next != null && next.index <= index) {
            waiting.pollFirst();
            send(next, next.payload);
            next = waiting.peekFirst();
        }
    }

    /**
     * Sends {@code instead}, at once, to those whose answers would confirm a change between the two numbers, both included: bad news waits
     * for no disk (row D8).
     */
    void failed(long first, long last, byte[] instead) {
        int count = waiting.size();
        for (int i = 0; i < count; i++) {
            Answer one = waiting.removeFirst();
            if (one.confirms && one.index >= first && one.index <= last) {
                refuseNow(one.to, instead);
            } else {
                waiting.addLast(one);
            }
        }
    }

    /** Sends an answer that promises nothing before all that wait. */
    void refuseNow(byte[] to, byte[] payload) {
        publisher.publish(account, to, NONE, NONE, payload);
    }

    /** Sends {@code instead} to all that wait. */
    void endAll(byte[] instead) {
        for (Answer next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
            refuseNow(next.to, instead);
        }
    }

    private void send(Answer answer, byte[] payload) {
        publisher.publish(account, answer.to, NONE, answer.header, payload);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void clear() {
        waiting.clear();
    }
}
