// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.wire.RandomBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Compares secrets with bcrypt hashes and remembers which pairs matched, as a keyed digest of both, so that a reconnect is quick and no
 * secret is kept. Any thread; a comparison blocks and belongs on the executor.
 */
final class BcryptChecks {
    private static final int REMEMBERED_MAX = 4096;

    private final byte[] key = RandomBytes.next(32);
    private final AtomicLong work = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private final Map<ByteBuffer, Boolean> matched = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    /** Whether this pair is known to match; quick. */
    boolean isKnown(Secret expected, String given) {
        ByteBuffer digest = digest(expected, given);
        lock.lock();
        try {
            return matched.get(digest) != null;
        } finally {
            lock.unlock();
        }
    }

    /** Compares; slow. */
    boolean matches(Secret expected, String given) {
        count(expected.cost());
        if (!Bcrypt.matches(expected.hash(), given.getBytes(StandardCharsets.UTF_8))) {
            return false;
        }
        ByteBuffer digest = digest(expected, given);
        lock.lock();
        try {
            matched.put(digest, Boolean.TRUE);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Spends what a comparison at {@code cost} leaves of one at {@code whole}, so that the two take the same time; a cost of 0 is none yet.
     * As powers of two, 2^c + 2^c + 2^(c+1) + … + 2^(w-1) = 2^w.
     */
    void spendRest(int cost, int whole) {
        if (cost == 0 && whole > 0) {
            spend(whole);
            return;
        }
        for (int step = cost; step < whole; step++) {
            spend(step);
        }
    }

    private void spend(int cost) {
        count(cost);
        Bcrypt.spend(cost);
    }

    private void count(int cost) {
        if (cost > 0) {
            work.addAndGet(1L << cost);
        }
    }

    /** The rounds of bcrypt that were worked so far. */
    long work() {
        return work.get();
    }

    private ByteBuffer digest(Secret expected, String given) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(key);
            byte[] hash = expected.hash().getBytes(StandardCharsets.UTF_8);
            sha.update(ByteBuffer.allocate(4).putInt(hash.length).array());
            sha.update(hash);
            return ByteBuffer.wrap(sha.digest(given.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
