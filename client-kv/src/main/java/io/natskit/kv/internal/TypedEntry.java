// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.kv.Entry;
import io.natskit.kv.Operation;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A revision in its user's types; the value is decoded when first asked for, by whoever comes first. */
final class TypedEntry<K, V> implements Entry<K, V> {
    private final String bucket;
    private final K key;
    private final Raw raw;
    private final Types<K, V> types;
    private volatile @Nullable V value;

    TypedEntry(String bucket, Types<K, V> types, Raw raw) {
        this(bucket, types, types.key(raw.key()), raw);
    }

    TypedEntry(String bucket, Types<K, V> types, K key, Raw raw) {
        this.bucket = bucket;
        this.key = key;
        this.raw = raw;
        this.types = types;
    }

    Raw raw() {
        return raw;
    }

    @Override
    public String bucket() {
        return bucket;
    }

    @Override
    public K key() {
        return key;
    }

    @Override
    public V value() {
        V known = value;
        if (known != null) {
            return known;
        }
        if (!raw.isPresent() || raw.metaOnly()) {
            throw new NoSuchElementException("key \"" + raw.key() + "\", revision " + raw.revision() + ": "
                    + (raw.metaOnly() ? "only metadata was asked for" : raw.operation()) + " (expected: a value)");
        }
        V made = types.value(raw.key(), raw.revision(), raw.bytes());
        value = made;
        return made;
    }

    @Override
    public Optional<V> valueIfPresent() {
        return raw.isPresent() && !raw.metaOnly() ? Optional.of(value()) : Optional.empty();
    }

    @Override
    public byte[] bytes() {
        return raw.bytes().clone();
    }

    @Override
    public long size() {
        return raw.size();
    }

    @Override
    public long revision() {
        return raw.revision();
    }

    @Override
    public Instant time() {
        return raw.time();
    }

    @Override
    public long delta() {
        return raw.delta();
    }

    @Override
    public Operation operation() {
        return raw.operation();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TypedEntry<?, ?> e
                && e.raw.revision() == raw.revision()
                && e.raw.key().equals(raw.key())
                && e.bucket.equals(bucket);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(raw.revision()) * 31 + raw.key().hashCode();
    }

    @Override
    public String toString() {
        return "Entry[" + bucket + "/" + raw.key() + ", revision " + raw.revision() + ", " + raw.operation() + ", "
                + raw.size() + " bytes]";
    }
}
