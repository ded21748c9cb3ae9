// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import io.natskit.wire.checks.Checks;
import io.natskit.wire.jetstream.Placement;
import io.natskit.wire.jetstream.StorageType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a store is made (ADR-20); immutable. {@code StoreConfig.of("files", s -> s.compressed(true).bytesMax(10L << 30))}. */
public final class StoreConfig {
    private final String name;
    private final String description;
    private final Duration timeToLive;
    private final long bytesMax;
    private final int replicas;
    private final StorageType storage;
    private final boolean compressed;
    private final boolean fastIngest;
    private final Map<String, String> metadata;
    private final @Nullable Placement placement;

    private StoreConfig(Builder b) {
        name = b.name;
        description = b.description;
        timeToLive = b.timeToLive;
        bytesMax = b.bytesMax;
        replicas = b.replicas;
        storage = b.storage;
        compressed = b.compressed;
        fastIngest = b.fastIngest;
        metadata = Map.copyOf(b.metadata);
        placement = b.placement;
    }

    /** A store of this name with the defaults. */
    public static StoreConfig of(String name) {
        return of(name, b -> {});
    }

    /** A store of this name; the defaults are changed by {@code spec}. */
    public static StoreConfig of(String name, Consumer<Builder> spec) {
        Builder builder = new Builder(Checks.plainName("store", name));
        spec.accept(builder);
        return new StoreConfig(builder);
    }

    /** The store's name. */
    public String name() {
        return name;
    }

    /** See {@link Builder#description}. */
    public String description() {
        return description;
    }

    /** See {@link Builder#timeToLive}; zero for ever. */
    public Duration timeToLive() {
        return timeToLive;
    }

    /** See {@link Builder#bytesMax}; -1 for no bound. */
    public long bytesMax() {
        return bytesMax;
    }

    /** See {@link Builder#replicas}. */
    public int replicas() {
        return replicas;
    }

    /** See {@link Builder#storage}. */
    public StorageType storage() {
        return storage;
    }

    /** See {@link Builder#compressed}. */
    public boolean compressed() {
        return compressed;
    }

    /** See {@link Builder#fastIngest}. */
    public boolean fastIngest() {
        return fastIngest;
    }

    /** See {@link Builder#metadata}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** See {@link Builder#placement}. */
    public Optional<Placement> placement() {
        return Optional.ofNullable(placement);
    }

    /** Collects choices; not safe for use by several threads. */
    public static final class Builder {
        private final String name;
        private String description = "";
        private Duration timeToLive = Duration.ZERO;
        private long bytesMax = -1;
        private int replicas = 1;
        private StorageType storage = StorageType.FILE;
        private boolean compressed;
        private boolean fastIngest;
        private Map<String, String> metadata = Map.of();
        private @Nullable Placement placement;

        private Builder(String name) {
            this.name = name;
        }

        /** What it is for; default nothing. */
        public Builder description(String text) {
            this.description = text;
            return this;
        }

        /** How long objects are kept; default and zero: for ever. At least 100 ms. */
        public Builder timeToLive(Duration ttl) {
            this.timeToLive = ttl.isZero() ? ttl : Checks.atLeast("timeToLive", ttl, Duration.ofMillis(100));
            return this;
        }

        /** The most bytes of the whole store; a write past it is refused. Default no bound but the account's. */
        public Builder bytesMax(long bytes) {
            this.bytesMax = Checks.atLeast("bytesMax", bytes, 1);
            return this;
        }

        /** On how many servers it is kept, 1 to 5; default 1. */
        public Builder replicas(int replicas) {
            if (replicas < 1 || replicas > 5) {
                throw new IllegalArgumentException("replicas: " + replicas + " (expected: 1 to 5)");
            }
            this.replicas = replicas;
            return this;
        }

        /** Where it is kept; default {@link StorageType#FILE}. */
        public Builder storage(StorageType storage) {
            this.storage = storage;
            return this;
        }

        /** Whether files are compressed (S2); default false. */
        public Builder compressed(boolean wanted) {
            this.compressed = wanted;
            return this;
        }

        /** Allows fast ingest (ADR-50, server 2.14), which puts then use; default false. */
        public Builder fastIngest(boolean wanted) {
            this.fastIngest = wanted;
            return this;
        }

        /** Names and values of the user's own; default none. */
        public Builder metadata(Map<String, String> metadata) {
            this.metadata = Map.copyOf(metadata);
            return this;
        }

        /** On which servers of a cluster it may be; default as the server likes. */
        public Builder placement(@Nullable Placement placement) {
            this.placement = placement;
            return this;
        }
    }
}
