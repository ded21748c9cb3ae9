// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.traffic;

import io.natskit.server.InterceptedMessage;
import io.natskit.server.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where tests say what shall happen to messages on their way through the server: lost, late, refused. The first interception that concerns a message, in the
 * order in which they were installed, decides. Safe on any thread.
 */
public final class Interceptions {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Interception> installed = new ArrayList<>();

    Interceptions() {}

    /** Begins an interception of messages published to subjects that the pattern matches. Nothing is installed until the plan ends in a deed. */
    public Interception.Plan intercept(String pattern) {
        return new Interception.Plan(this, pattern);
    }

    /** Takes all interceptions back. */
    public void clear() {
        locked(() -> {
            installed.clear();
            return true;
        });
    }

    /** The one that decides on this message, or null. */
    @Nullable
    Decided judge(InterceptedMessage message) {
        lock.lock();
        try {
            for (Interception one : installed) {
                Verdict verdict = one.judge(message);
                if (verdict != null) {
                    return new Decided(verdict, one.words());
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** A verdict and how the journal words it. */
    record Decided(Verdict verdict, String words) {}

    Interception install(Interception one) {
        return locked(() -> {
            installed.add(one);
            return one;
        });
    }

    void remove(Interception one) {
        locked(() -> installed.remove(one));
    }

    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
