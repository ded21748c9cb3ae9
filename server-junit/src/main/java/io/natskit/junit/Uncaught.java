// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Collects the exceptions that end threads while tests run; the handler that was there before is called as well, and put back after the last test. */
final class Uncaught {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final ConcurrentLinkedQueue<Death> DEATHS = new ConcurrentLinkedQueue<>();
    private static int watching;
    private static Thread.@Nullable UncaughtExceptionHandler before;

    private Uncaught() {}

    record Death(String thread, Throwable cause) {}

    static void watch() {
        LOCK.lock();
        try {
            if (watching++ == 0) {
                Thread.UncaughtExceptionHandler previous = Thread.getDefaultUncaughtExceptionHandler();
                before = previous;
                Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> {
                    DEATHS.add(new Death(thread.getName(), cause));
                    if (previous != null) {
                        previous.uncaughtException(thread, cause);
                    }
                });
            }
        } finally {
            LOCK.unlock();
        }
    }

    static void unwatch() {
        LOCK.lock();
        try {
            if (--watching == 0) {
                Thread.setDefaultUncaughtExceptionHandler(before);
                before = null;
            }
        } finally {
            LOCK.unlock();
        }
    }

    /** What came since the last call. */
    static List<Death> drain() {
        List<Death> deaths = new ArrayList<>();
        for (Death death = DEATHS.poll(); death != null; death = DEATHS.poll()) {
            deaths.add(death);
        }
        return deaths;
    }
}
