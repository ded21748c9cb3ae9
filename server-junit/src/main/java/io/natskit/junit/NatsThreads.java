// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Threads that belong to a NATS server, client or proxy, told by their names: those of NatsKit and of jnats all begin with "nats". */
final class NatsThreads {
    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private NatsThreads() {}

    static Set<Thread> alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.isAlive() && t.getName().startsWith("nats"))
                .collect(Collectors.toSet());
    }

    /** Waits until all are gone but those of {@code known}; answers the names of the others. */
    static List<String> awaitNoneBut(Set<Thread> known, boolean serverToo, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            List<String> left = alive().stream()
                    .filter(t -> !known.contains(t) && (serverToo || !isServer(t)))
                    .map(Thread::getName)
                    .sorted()
                    .toList();
            if (left.isEmpty() || System.nanoTime() - deadline >= 0) {
                return left;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static boolean isServer(Thread thread) {
        return thread.getName().startsWith("nats-server") || thread.getName().startsWith("natskit-fault-proxy");
    }
}
