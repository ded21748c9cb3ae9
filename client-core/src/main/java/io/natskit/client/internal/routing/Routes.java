// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.routing;

import io.natskit.client.internal.protocol.MsgRange;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a connection. A sid is an index into an array, plus a generation above it, so that a message on its way to an ended subscription does not
 * reach the next one in its place.
 */
public final class Routes {
    private static final int INDEX_BITS = 20;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
    private static final int GENERATIONS = 127;

    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock; the I/O thread reads the array without it
    private volatile @Nullable Route[] slots = new Route[16];
    private int[] generations = new int[16];
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private int used = 1;
    private int count;
    // of the I/O thread
    private final ArrayList<Route> touched = new ArrayList<>();

    /** No subscriptions. */
    public Routes() {}

    /** Numbers a subscription and adds it, then runs {@code announce} under the lock: replays come wholly before or after it. */
    public void add(Route route, Consumer<Route> announce) {
        lock.lock();
        try {
            Integer index = free.poll();
            int i = index == null ? grow() : index;
            route.numbered(generations[i] << INDEX_BITS | i);
            @Nullable Route[] now = slots;
            now[i] = route;
            slots = now;
            count++;
            announce.accept(route);
        } finally {
            lock.unlock();
        }
    }

    private int grow() {
        if (used > INDEX_MASK) {
            throw new IllegalStateException("subscriptions: " + used + " (expected: at most " + INDEX_MASK + ")");
        }
        if (used == slots.length) {
            slots = Arrays.copyOf(slots, 2 * used);
            generations = Arrays.copyOf(generations, 2 * used);
        }
        return used++;
    }

    /** Removes a subscription, then runs {@code announce} under the lock if it was there. */
    public void remove(Route route, Consumer<Route> announce) {
        lock.lock();
        try {
            int i = route.sid() & INDEX_MASK;
            @Nullable Route[] now = slots;
            if (i == 0 || i >= now.length || now[i] != route) {
                return;
            }
            now[i] = null;
            slots = now;
            generations[i] = (generations[i] + 1) % GENERATIONS;
            free.add(i);
            count--;
            announce.accept(route);
        } finally {
            lock.unlock();
        }
    }

    /** Runs {@code change} under the lock if the subscription is there. */
    public void change(Route route, Consumer<Route> change) {
        lock.lock();
        try {
            int i = route.sid() & INDEX_MASK;
            @Nullable Route[] now = slots;
            if (i < now.length && now[i] == route) {
                change.accept(route);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs {@code use} with the SUB lines of all subscriptions, in the order they were made, under the lock. Returns how many they are. I/O thread.
     *
     * @param overlap whether the link before still brings messages for a while
     */
    public int replay(boolean overlap, Consumer<byte[]> use) {
        lock.lock();
        try {
            ByteArrayOutputStream ops = new ByteArrayOutputStream();
            for (Route route : slots) {
                if (route != null) {
                    ops.writeBytes(route.subscribeAnew(overlap));
                }
            }
            use.accept(ops.toByteArray());
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** The subscriptions now. */
    public List<Route> all() {
        lock.lock();
        try {
            return Arrays.stream(slots)
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** How many there are. */
    public int size() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Delivers a message; one to an unknown number is forgotten. I/O thread. */
    public void deliver(MsgRange message) {
        Route route = at(message.sid());
        if (route != null && route.receive(message)) {
            touched.add(route);
        }
    }

    /** The array for the payload of a message that has begun to come. I/O thread. */
    public byte[] room(MsgRange begun) {
        Route route = at(begun.sid());
        int length = begun.payloadLength();
        return route == null ? new byte[length] : route.room(length);
    }

    private @Nullable Route at(int sid) {
        int i = sid & INDEX_MASK;
        @Nullable Route[] now = slots;
        Route route = i < now.length ? now[i] : null;
        return route != null && route.sid() == sid ? route : null;
    }

    /** Whether it is a member of a queue group, so that each message comes to one member alone. */
    public boolean isShared(int sid) {
        Route route = at(sid);
        return route != null && route.queueGroup() != null;
    }

    /** Hands over what this read brought. I/O thread. */
    public void endOfRead() {
        if (touched.isEmpty()) {
            return;
        }
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).handOver();
        }
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).tellLane();
        }
        touched.clear();
    }
}
