// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.ServerAddress;
import io.natskit.client.ServerPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The servers that may be used, and whose turn it is (ADR-40): the configured ones and those that servers told of; in rounds, the server of the last connection last;
 * one that failed too often leaves. Any thread.
 */
final class Pool implements ServerPool {
    private static final System.Logger LOG = System.getLogger("io.natskit.client");

    private final boolean shuffle;
    private final int maxAttempts;
    private final Random random;
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private final List<Slot> slots = new ArrayList<>();
    private final ArrayDeque<Slot> round = new ArrayDeque<>();
    private @Nullable Slot current;
    private @Nullable Slot last;

    private static final class Slot {
        final ServerAddress address;
        final boolean discovered;
        int failures;

        @Nullable
        String refusal;

        Slot(ServerAddress address, boolean discovered) {
            this.address = address;
            this.discovered = discovered;
        }
    }

    /** The changes that an INFO made. */
    record Discovery(List<ServerAddress> added, List<ServerAddress> removed) {}

    Pool(List<ServerAddress> servers, boolean shuffle, int maxAttempts, Random random) {
        this.shuffle = shuffle;
        this.maxAttempts = maxAttempts;
        this.random = random;
        put(servers);
    }

    private void put(List<ServerAddress> servers) {
        for (ServerAddress address : servers) {
            if (find(address) == null) {
                slots.add(new Slot(address, false));
            }
        }
        if (shuffle) {
            Collections.shuffle(slots, random);
        }
    }

    private @Nullable Slot find(ServerAddress address) {
        for (Slot slot : slots) {
            if (slot.address.equals(address)) {
                return slot;
            }
        }
        return null;
    }

    /** Begins a round over all servers. False: there are none. */
    boolean newRound() {
        lock.lock();
        try {
            round.clear();
            round.addAll(slots);
            if (last != null && round.remove(last)) {
                round.add(last);
            }
            return !round.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The next server of the round; null: the round is over. */
    @Nullable
    ServerAddress next() {
        lock.lock();
        try {
            Slot slot = round.poll();
            while (slot != null && !slots.contains(slot)) {
                slot = round.poll();
            }
            return slot == null ? null : slot.address;
        } finally {
            lock.unlock();
        }
    }

    /** Has {@code address} come first in the round under way; false: it is not of the pool. */
    boolean prefer(ServerAddress address) {
        lock.lock();
        try {
            Slot slot = find(address);
            if (slot == null) {
                return false;
            }
            round.remove(slot);
            round.addFirst(slot);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Servers other than {@code address}, in random order. */
    List<ServerAddress> others(@Nullable ServerAddress address) {
        lock.lock();
        try {
            List<ServerAddress> others = new ArrayList<>();
            for (Slot slot : slots) {
                if (!slot.address.equals(address)) {
                    others.add(slot.address);
                }
            }
            Collections.shuffle(others, random);
            return others;
        } finally {
            lock.unlock();
        }
    }

    void connected(ServerAddress address) {
        lock.lock();
        try {
            Slot slot = find(address);
            current = slot;
            last = slot;
            if (slot != null) {
                slot.failures = 0;
                slot.refusal = null;
            }
        } finally {
            lock.unlock();
        }
    }

    void disconnected() {
        lock.lock();
        try {
            current = null;
        } finally {
            lock.unlock();
        }
    }

    /** An attempt failed: the server may leave the pool. */
    void failed(ServerAddress address) {
        lock.lock();
        try {
            Slot slot = find(address);
            if (slot != null && ++slot.failures > maxAttempts && maxAttempts >= 0) {
                slots.remove(slot);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The server refused the credentials. True: with the same words as the last time. */
    boolean refused(ServerAddress address, String text) {
        lock.lock();
        try {
            Slot slot = find(address);
            if (slot == null) {
                return false;
            }
            boolean again = text.equals(slot.refusal);
            slot.refusal = text;
            return again;
        } finally {
            lock.unlock();
        }
    }

    /** Takes over the {@code host:port}s that {@code teller} said, reached as it is; those that cannot be read are logged. */
    Discovery discovered(List<String> hostsAndPorts, ServerAddress teller) {
        String scheme = teller.scheme().name().toLowerCase(Locale.ROOT) + "://";
        List<ServerAddress> told = new ArrayList<>();
        for (String hostAndPort : hostsAndPorts) {
            try {
                told.add(ServerAddress.parse(scheme + hostAndPort).withCredentialsOf(teller));
            } catch (IllegalArgumentException e) {
                LOG.log(System.Logger.Level.WARNING, "the server told of an unreadable address", e);
            }
        }
        return discovered(told);
    }

    /** Takes over what a server said of others: those not said any more leave, except the configured and the present one. */
    Discovery discovered(List<ServerAddress> told) {
        lock.lock();
        try {
            List<ServerAddress> removed = new ArrayList<>();
            List<ServerAddress> added = new ArrayList<>();
            slots.removeIf(slot -> {
                boolean gone = slot.discovered && slot != current && !told.contains(slot.address);
                if (gone) {
                    removed.add(slot.address);
                }
                return gone;
            });
            for (ServerAddress address : told) {
                if (find(address) == null) {
                    added.add(address);
                    int at = shuffle ? random.nextInt(slots.size() + 1) : slots.size();
                    slots.add(at, new Slot(address, true));
                }
            }
            return new Discovery(added, removed);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Entry> servers() {
        lock.lock();
        try {
            List<Entry> entries = new ArrayList<>();
            for (Slot slot : slots) {
                entries.add(new Entry(slot.address, slot.discovered, slot.failures, slot == current));
            }
            return List.copyOf(entries);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<ServerAddress> current() {
        lock.lock();
        try {
            return Optional.ofNullable(current == null ? null : current.address);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void replace(List<String> urls) {
        List<ServerAddress> fresh = ServerAddress.parseAll(String.join(",", urls));
        lock.lock();
        try {
            ServerAddress here = current == null ? null : current.address;
            slots.clear();
            round.clear();
            put(fresh);
            current = here == null ? null : find(here);
            last = current;
        } finally {
            lock.unlock();
        }
    }
}
