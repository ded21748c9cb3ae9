// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.wire.jwt.InvalidJwtException;
import io.natskit.wire.jwt.Jwt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a directory of tokens holds: who was used last, when each one ends, and one hash of them all, by which two servers tell whether they
 * hold the same. Confined to its directory's lock.
 */
final class JwtIndex {
    private static final int HASH_BYTES = 32;

    private final Duration timeToLive;
    private final InstantSource clock;
    // the least recently used comes first
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final byte[] hash = new byte[HASH_BYTES];

    /** A token's own hash, and when it ends. */
    private static final class Entry {
        final byte[] hash;
        Instant ends;

        Entry(byte[] hash, Instant ends) {
            this.hash = hash;
            this.ends = ends;
        }
    }

    /** With a time to live that begins anew with each use, or zero for the tokens' own ends. */
    JwtIndex(Duration timeToLive, InstantSource clock) {
        this.timeToLive = timeToLive;
        this.clock = clock;
    }

    int size() {
        return entries.size();
    }

    boolean contains(String account) {
        return entries.containsKey(account);
    }

    /** Whether this very token is held. */
    boolean holds(String account, String jwt) {
        Entry known = entries.get(account);
        return known != null && Arrays.equals(known.hash, sha256(jwt));
    }

    void put(String account, String jwt) {
        remove(account);
        Entry entry = new Entry(sha256(jwt), end(jwt));
        entries.put(account, entry);
        mix(entry);
    }

    void used(String account) {
        Entry known = entries.get(account);
        if (known != null && !timeToLive.isZero()) {
            known.ends = clock.instant().plus(timeToLive);
        }
    }

    void remove(String account) {
        Entry known = entries.remove(account);
        if (known != null) {
            mix(known);
        }
    }

    /** The one that nobody has used for the longest time. */
    @Nullable
    String leastUsed() {
        Iterator<String> accounts = entries.keySet().iterator();
        return accounts.hasNext() ? accounts.next() : null;
    }

    List<String> ended() {
        Instant now = clock.instant();
        List<String> ended = new ArrayList<>();
        entries.forEach((account, entry) -> {
            if (!entry.ends.isAfter(now)) {
                ended.add(account);
            }
        });
        return ended;
    }

    /** All hashes in one, whatever their order. */
    byte[] hash() {
        return hash.clone();
    }

    private Instant end(String jwt) {
        if (!timeToLive.isZero()) {
            return clock.instant().plus(timeToLive);
        }
        try {
            long second = Jwt.decode(jwt).expiresAtSecond();
            return second == 0 ? Instant.MAX : Instant.ofEpochSecond(second);
        } catch (InvalidJwtException e) {
            return Instant.MAX;
        }
    }

    private void mix(Entry entry) {
        for (int i = 0; i < HASH_BYTES; i++) {
            hash[i] ^= entry.hash[i];
        }
    }

    private static byte[] sha256(String jwt) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(jwt.getBytes(StandardCharsets.ISO_8859_1));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("SHA-256 belongs to every JDK", e);
        }
    }
}
