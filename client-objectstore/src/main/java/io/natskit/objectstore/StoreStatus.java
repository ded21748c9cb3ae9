// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import io.natskit.wire.jetstream.Compression;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How a store is made, and what it held when it was asked (ADR-20).
 *
 * @param stream all that is known of the store's stream
 */
public record StoreStatus(StreamInfo stream) {

    /** The store's name. */
    public String bucket() {
        String name = stream.config().name();
        return name.startsWith("OBJ_") ? name.substring(4) : name;
    }

    /** See {@link StoreConfig#description()}. */
    public String description() {
        return stream.config().description();
    }

    /** How many bytes it holds. */
    public long bytes() {
        return stream.state().bytes();
    }

    /** See {@link StoreConfig#timeToLive()}. */
    public Duration timeToLive() {
        return stream.config().maxAge();
    }

    /** See {@link StoreConfig#bytesMax()}. */
    public long bytesMax() {
        return stream.config().maxBytes();
    }

    /** See {@link StoreConfig#storage()}. */
    public StorageType storage() {
        return stream.config().storage();
    }

    /** See {@link StoreConfig#replicas()}. */
    public int replicas() {
        return stream.config().replicas();
    }

    /** See {@link StoreConfig#compressed()}. */
    public boolean compressed() {
        return stream.config().compression() == Compression.S2;
    }

    /** The user's names and values, and those that servers add ({@code _nats.*}). */
    public Map<String, String> metadata() {
        return stream.config().metadata();
    }

    /** See {@link StoreConfig#fastIngest()}. */
    public boolean fastIngest() {
        return stream.config().allowBatchPublish();
    }

    /** Whether it is read-only for ever. */
    public boolean sealed() {
        return stream.config().sealed();
    }

    /** When it was made. */
    public Instant created() {
        return stream.created();
    }

    /** What keeps it: always {@code JetStream}. */
    public String backingStore() {
        return "JetStream";
    }
}
