// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What authorities have said of the certificates of clients, by what tells those apart (AU-17). Any thread. */
final class OcspCache {
    /** Far more certificates than are in use at once; past it the oldest answer goes. */
    private static final int ENTRIES_MAX = 32_768;
    /** As {@link OcspEntry#weight} has it: a file with all of that can be read again. */
    private static final long BYTES_MAX = 64L << 20;

    private final int max;
    private final long bytesMax;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock; the oldest goes first
    private final Map<String, OcspEntry> entries = new LinkedHashMap<>();
    private boolean preservesRevoked;
    private long bytes;
    private long hits;
    private long misses;
    private boolean changed;

    /** One that keeps these; {@code preservesRevoked} as {@link #preserve} has it. */
    OcspCache(Map<String, OcspEntry> known, boolean preservesRevoked) {
        this(known, preservesRevoked, ENTRIES_MAX, BYTES_MAX);
    }

    /** As the other, with so many entries and bytes at most; 0 for one that keeps nothing. */
    OcspCache(Map<String, OcspEntry> known, boolean preservesRevoked, int max, long bytesMax) {
        this.preservesRevoked = preservesRevoked;
        this.max = max;
        this.bytesMax = bytesMax;
        known.forEach(this::put);
        shrink();
    }

    /** One that keeps nothing. */
    static OcspCache none() {
        return new OcspCache(Map.of(), false, 0, 0);
    }

    /** What tells a certificate from all others, as nats-server writes it. */
    static String key(X509Certificate of) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(of.getEncoded()));
        } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
            // it came encoded, and every JDK has SHA-256
            throw new IllegalStateException(e);
        }
    }

    /** Whether it keeps anything at all. */
    boolean keepsSome() {
        return max > 0;
    }

    /** Whether an answer that says "revoked" stays when it no longer holds, and goes behind all others where there are too many. */
    void preserve(boolean revoked) {
        lock.lock();
        try {
            preservesRevoked = revoked;
        } finally {
            lock.unlock();
        }
    }

    /** What is kept under a key; null for nothing. */
    @Nullable
    OcspEntry find(String key) {
        lock.lock();
        try {
            OcspEntry found = entries.get(key);
            if (found == null) {
                misses++;
            } else {
                hits++;
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** Keeps this in the place of what was there. */
    void keep(String key, OcspEntry entry) {
        lock.lock();
        try {
            remove(key);
            put(key, entry);
            changed = true;
            shrink();
        } finally {
            lock.unlock();
        }
    }

    /** What was found is of no use: it counts as not found, and goes unless it is to be preserved. */
    void drop(String key, OcspEntry found) {
        lock.lock();
        try {
            hits--;
            misses++;
            if (!isPreserved(found) && found.equals(entries.get(key))) {
                remove(key);
                changed = true;
            }
        } finally {
            lock.unlock();
        }
    }

    OcspCacheFigures figures() {
        lock.lock();
        try {
            long good = 0;
            long revoked = 0;
            for (OcspEntry each : entries.values()) {
                good += each.status().equals(OcspAnswer.GOOD) ? 1 : 0;
                revoked += each.status().equals(OcspAnswer.REVOKED) ? 1 : 0;
            }
            return new OcspCacheFigures(hits, misses, entries.size(), revoked, good, entries.size() - good - revoked);
        } finally {
            lock.unlock();
        }
    }

    /** All that is kept, if something has changed since this was asked for last, and null otherwise. */
    @Nullable
    Map<String, OcspEntry> changes() {
        lock.lock();
        try {
            if (!changed) {
                return null;
            }
            changed = false;
            return new LinkedHashMap<>(entries);
        } finally {
            lock.unlock();
        }
    }

    /** What {@link #changes} told could not be made use of, or what was known before could not. */
    void mark() {
        lock.lock();
        try {
            changed = true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isPreserved(OcspEntry entry) {
        return preservesRevoked && entry.status().equals(OcspAnswer.REVOKED);
    }

    private void put(String key, OcspEntry entry) {
        entries.put(key, entry);
        bytes += entry.weight(key);
    }

    private void remove(String key) {
        OcspEntry gone = entries.remove(key);
        if (gone != null) {
            bytes -= gone.weight(key);
        }
    }

    private boolean isTooMuch() {
        return entries.size() > max || bytes > bytesMax;
    }

    private void shrink() {
        Iterator<Map.Entry<String, OcspEntry>> oldest = entries.entrySet().iterator();
        while (isTooMuch() && oldest.hasNext()) {
            Map.Entry<String, OcspEntry> each = oldest.next();
            if (!isPreserved(each.getValue())) {
                bytes -= each.getValue().weight(each.getKey());
                oldest.remove();
            }
        }
        // nothing but what is preserved
        while (isTooMuch()) {
            remove(entries.keySet().iterator().next());
        }
    }
}
