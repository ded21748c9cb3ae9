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
import java.util.concurrent.locks.ReentrantLock;

/**
 * Compares secrets with bcrypt hashes and remembers which pairs matched, as a keyed digest of both, so that a reconnect is quick and no
 * secret is kept. Any thread; a comparison blocks and belongs on the executor.
 */
final class BcryptChecks {
    private static final int REMEMBERED_MAX = 4096;

    private final byte[] key = RandomBytes.next(32);
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
