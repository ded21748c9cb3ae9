// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import io.natskit.wire.checks.Checks;
import io.natskit.wire.jetstream.Placement;
import io.natskit.wire.jetstream.Republish;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a bucket is made (ADR-8); immutable. {@code BucketConfig.of("prices", b -> b.history(5).timeToLive(ofHours(1)))}. */
public final class BucketConfig {
    private final String name;
    private final String description;
    private final int history;
    private final Duration timeToLive;
    private final Duration limitMarkers;
    private final int valueBytesMax;
    private final long bytesMax;
    private final int replicas;
    private final StorageType storage;
    private final boolean compressed;
    private final boolean atomicPuts;
    private final Map<String, String> metadata;
    private final @Nullable Placement placement;
    private final @Nullable Republish republish;
    private final @Nullable StreamSource mirror;
    private final List<StreamSource> sources;

    private BucketConfig(Builder b) {
        name = b.name;
        description = b.description;
        history = b.history;
        timeToLive = b.timeToLive;
        limitMarkers = b.limitMarkers;
        valueBytesMax = b.valueBytesMax;
        bytesMax = b.bytesMax;
        replicas = b.replicas;
        storage = b.storage;
        compressed = b.compressed;
        atomicPuts = b.atomicPuts;
        metadata = Map.copyOf(b.metadata);
        placement = b.placement;
        republish = b.republish;
        mirror = b.mirror;
        sources = List.copyOf(b.sources);
        if (mirror != null && !sources.isEmpty()) {
            throw new IllegalArgumentException("sources: " + sources.size() + " (expected: none in a mirror)");
        }
    }

    /** A bucket of this name with the defaults. */
    public static BucketConfig of(String name) {
        return of(name, b -> {});
    }

    /** A bucket of this name; the defaults are changed by {@code spec}. */
    public static BucketConfig of(String name, Consumer<Builder> spec) {
        Builder builder = new Builder(Checks.plainName("bucket", name));
        spec.accept(builder);
        return new BucketConfig(builder);
    }

    /** The bucket's name. */
    public String name() {
        return name;
    }

    /** See {@link Builder#description}. */
    public String description() {
        return description;
    }

    /** See {@link Builder#history}. */
    public int history() {
        return history;
    }

    /** See {@link Builder#timeToLive}; zero for ever. */
    public Duration timeToLive() {
        return timeToLive;
    }

    /** See {@link Builder#limitMarkers}; zero for none. */
    public Duration limitMarkers() {
        return limitMarkers;
    }

    /** See {@link Builder#valueBytesMax}; -1 for no bound. */
    public int valueBytesMax() {
        return valueBytesMax;
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

    /** See {@link Builder#atomicPuts}. */
    public boolean atomicPuts() {
        return atomicPuts;
    }

    /** See {@link Builder#metadata}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** See {@link Builder#placement}. */
    public Optional<Placement> placement() {
        return Optional.ofNullable(placement);
    }

    /** See {@link Builder#republish}. */
    public Optional<Republish> republish() {
        return Optional.ofNullable(republish);
    }

    /** See {@link Builder#mirror(StreamSource)}. */
    public Optional<StreamSource> mirror() {
        return Optional.ofNullable(mirror);
    }

    /** See {@link Builder#source(StreamSource)}. */
    public List<StreamSource> sources() {
        return sources;
    }

    /** Collects choices; not safe for use by several threads. */
    public static final class Builder {
        private final String name;
        private String description = "";
        private int history = 1;
        private Duration timeToLive = Duration.ZERO;
        private Duration limitMarkers = Duration.ZERO;
        private int valueBytesMax = -1;
        private long bytesMax = -1;
        private int replicas = 1;
        private StorageType storage = StorageType.FILE;
        private boolean compressed;
        private boolean atomicPuts;
        private Map<String, String> metadata = Map.of();
        private @Nullable Placement placement;
        private @Nullable Republish republish;
        private @Nullable StreamSource mirror;
        private final List<StreamSource> sources = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        /** What it is for; default nothing. */
        public Builder description(String text) {
            this.description = text;
            return this;
        }

        /** How many revisions of each key are kept, 1 to 64; default 1. */
        public Builder history(int revisions) {
            if (revisions < 1 || revisions > 64) {
                throw new IllegalArgumentException("history: " + revisions + " (expected: 1 to 64)");
            }
            this.history = revisions;
            return this;
        }

        /** How long values are kept; default and zero: for ever. At least 100 ms. */
        public Builder timeToLive(Duration ttl) {
            this.timeToLive = ttl.isZero() ? ttl : Checks.atLeast("timeToLive", ttl, Duration.ofMillis(100));
            return this;
        }

        /**
         * Leaves a marker when a key goes by its time (ADR-48), so that watches learn of it, and allows times to live of single keys; {@code markerTtl} is how long a marker stays, at
         * least 1 s. The server lets no single key live shorter than that. Default none. Server 2.11; cannot be taken back.
         */
        public Builder limitMarkers(Duration markerTtl) {
            this.limitMarkers = Checks.atLeast("limitMarkers", markerTtl, Duration.ofSeconds(1));
            return this;
        }

        /** The most bytes of a value, with its headers; default no bound but the server's. */
        public Builder valueBytesMax(int bytes) {
            this.valueBytesMax = Checks.atLeast("valueBytesMax", bytes, 1);
            return this;
        }

        /** The most bytes of the whole bucket; a write past it is refused. Default no bound but the account's. */
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

        /** Allows {@link Bucket#atomic}; default false. Server 2.12. */
        public Builder atomicPuts(boolean wanted) {
            this.atomicPuts = wanted;
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

        /** Where the server publishes what was stored; default nowhere. */
        public Builder republish(@Nullable Republish republish) {
            this.republish = republish;
            return this;
        }

        /** Mirrors a bucket of this name: reads come from here, writes go there. */
        public Builder mirror(String bucket) {
            return mirror(StreamSource.builder("KV_" + Checks.plainName("bucket", bucket))
                    .build());
        }

        /** As {@link #mirror(String)}, such as one of another domain; {@code KV_} before its name is added if missing. */
        public Builder mirror(@Nullable StreamSource mirror) {
            this.mirror = mirror;
            return this;
        }

        /** Takes in what is written to another bucket, under the same keys (ADR-57). */
        public Builder source(String bucket) {
            return source(StreamSource.builder("KV_" + Checks.plainName("bucket", bucket))
                    .build());
        }

        /**
         * Takes in what another stream stores. One that has subject transforms is used as it is; otherwise it is a bucket: {@code KV_} before its name is added if missing,
         * and its keys are kept.
         */
        public Builder source(StreamSource source) {
            this.sources.add(source);
            return this;
        }
    }
}
