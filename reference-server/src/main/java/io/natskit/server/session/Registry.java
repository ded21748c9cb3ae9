// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Who is connected. Any thread. */
public final class Registry {
    private final ConcurrentHashMap<Long, ClientSession> byId = new ConcurrentHashMap<>();
    private final AtomicLong lastId;
    private final AtomicInteger count = new AtomicInteger();

    /** Nobody yet; the first client gets the id after {@code lastId}. */
    public Registry(long lastId) {
        this.lastId = new AtomicLong(lastId);
    }

    /** The id of the next client. */
    long nextId() {
        return lastId.incrementAndGet();
    }

    /** Counts a client in, unless there are {@code max} of them. */
    boolean tryAdd(ClientSession session, int max) {
        while (true) {
            int now = count.get();
            if (now >= max) {
                return false;
            }
            if (count.compareAndSet(now, now + 1)) {
                byId.put(session.id(), session);
                return true;
            }
        }
    }

    /** Counts a client out; does nothing for one that is not in. */
    void remove(ClientSession session) {
        if (byId.remove(session.id(), session)) {
            count.decrementAndGet();
        }
    }

    /** How many there are. */
    public int size() {
        return count.get();
    }

    /** The client of that number, or null. */
    public @Nullable ClientSession find(long id) {
        return byId.get(id);
    }

    /** All of them, as they are at some moment during the walk. */
    public Collection<ClientSession> all() {
        return byId.values();
    }
}
