// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import io.natskit.junit.proxy.FaultProxy;
import io.natskit.junit.traffic.Interceptions;
import io.natskit.junit.traffic.Journal;
import io.natskit.server.ClientInfo;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one test, or one class, works with on a server: a journal, interceptions and a proxy of its own. Safe on any thread. */
final class Bench implements AutoCloseable {
    private final RunningServer running;
    private final Journal journal;
    private final Interceptions interceptions;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable FaultProxy proxy;
    private volatile Set<Long> clientsBefore = Set.of();
    private volatile Set<Thread> threadsBefore = Set.of();

    Bench(RunningServer running) {
        this.running = running;
        this.journal = running.traffic().openJournal();
        this.interceptions = running.traffic().openInterceptions();
        mark();
    }

    /** What is there now was there before the test. */
    void mark() {
        clientsBefore =
                running.traffic().clients().stream().map(ClientInfo::id).collect(Collectors.toUnmodifiableSet());
        threadsBefore = NatsThreads.alive();
    }

    RunningServer running() {
        return running;
    }

    Journal journal() {
        return journal;
    }

    Interceptions interceptions() {
        return interceptions;
    }

    Set<Long> clientsBefore() {
        return clientsBefore;
    }

    Set<Thread> threadsBefore() {
        return threadsBefore;
    }

    /** The proxy, made when first asked for. */
    FaultProxy proxy() {
        lock.lock();
        try {
            if (proxy == null) {
                proxy = FaultProxy.to(running.server().host(), running.server().port());
            }
            return proxy;
        } finally {
            lock.unlock();
        }
    }

    /** Makes ready for the next test of a class: the journal is empty, the proxy harmless. */
    void refresh() {
        journal.clear();
        lock.lock();
        try {
            if (proxy != null) {
                proxy.heal();
            }
        } finally {
            lock.unlock();
        }
    }

    String url(boolean throughProxy) {
        return throughProxy ? running.url(proxy().url()) : running.url();
    }

    @Override
    public void close() {
        running.traffic().close(interceptions);
        lock.lock();
        try {
            if (proxy != null) {
                proxy.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
