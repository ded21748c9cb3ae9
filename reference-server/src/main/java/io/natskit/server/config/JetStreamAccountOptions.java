// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.Collections;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/** What an account may take of JetStream. -1 is no limit. */
public final class JetStreamAccountOptions {
    /** The tier of streams without replicas. */
    public static final String SINGLE = "R1";

    private final long maxMemoryBytes;
    private final long maxFileBytes;
    private final int maxStreams;
    private final int maxConsumers;
    private final int maxAckPending;
    private final long memoryMaxStreamBytes;
    private final long fileMaxStreamBytes;
    private final boolean maxBytesRequired;
    private final SortedMap<String, JetStreamAccountOptions> tiers;

    private JetStreamAccountOptions(Builder builder) {
        this.maxMemoryBytes = builder.maxMemoryBytes;
        this.maxFileBytes = builder.maxFileBytes;
        this.maxStreams = builder.maxStreams;
        this.maxConsumers = builder.maxConsumers;
        this.maxAckPending = builder.maxAckPending;
        this.memoryMaxStreamBytes = builder.memoryMaxStreamBytes;
        this.fileMaxStreamBytes = builder.fileMaxStreamBytes;
        this.maxBytesRequired = builder.maxBytesRequired;
        this.tiers = Collections.unmodifiableSortedMap(new TreeMap<>(builder.tiers));
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.maxMemoryBytes = maxMemoryBytes;
        builder.maxFileBytes = maxFileBytes;
        builder.maxStreams = maxStreams;
        builder.maxConsumers = maxConsumers;
        builder.maxAckPending = maxAckPending;
        builder.memoryMaxStreamBytes = memoryMaxStreamBytes;
        builder.fileMaxStreamBytes = fileMaxStreamBytes;
        builder.maxBytesRequired = maxBytesRequired;
        builder.tiers.putAll(tiers);
        return builder;
    }

    /** The memory of all its streams, in bytes. */
    public long maxMemoryBytes() {
        return maxMemoryBytes;
    }

    /** The files of all its streams, in bytes. */
    public long maxFileBytes() {
        return maxFileBytes;
    }

    /** The number of its streams. */
    public int maxStreams() {
        return maxStreams;
    }

    /** The number of consumers of each of its streams. */
    public int maxConsumers() {
        return maxConsumers;
    }

    /** The most unacknowledged messages that a consumer may ask for. */
    public int maxAckPending() {
        return maxAckPending;
    }

    /** The size of one stream in memory, in bytes. */
    public long memoryMaxStreamBytes() {
        return memoryMaxStreamBytes;
    }

    /** The size of one stream in files, in bytes. */
    public long fileMaxStreamBytes() {
        return fileMaxStreamBytes;
    }

    /** Whether each stream has to say how large it may become. */
    public boolean maxBytesRequired() {
        return maxBytesRequired;
    }

    /** What streams may take by their replicas, such as {@code R1}; empty where nothing depends on that. */
    public SortedMap<String, JetStreamAccountOptions> tiers() {
        return tiers;
    }

    /** Whether these limits are for streams without replicas, the only ones of a server that is alone: there are no tiers, or one for them. */
    public boolean isForSingleReplicas() {
        return tiers.isEmpty() || tiers.containsKey(SINGLE);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "JetStreamAccountOptions[", "]");
        text.add("maxMemoryBytes=" + maxMemoryBytes);
        text.add("maxFileBytes=" + maxFileBytes);
        text.add("maxStreams=" + maxStreams);
        text.add("maxConsumers=" + maxConsumers);
        text.add("maxAckPending=" + maxAckPending);
        text.add("memoryMaxStreamBytes=" + memoryMaxStreamBytes);
        text.add("fileMaxStreamBytes=" + fileMaxStreamBytes);
        text.add("maxBytesRequired=" + maxBytesRequired);
        text.add("tiers=" + tiers);
        return text.toString();
    }

    /** Collects the values of {@link JetStreamAccountOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private long maxMemoryBytes = -1;
        private long maxFileBytes = -1;
        private int maxStreams = -1;
        private int maxConsumers = -1;
        private int maxAckPending = -1;
        private long memoryMaxStreamBytes = -1;
        private long fileMaxStreamBytes = -1;
        private boolean maxBytesRequired = false;
        private final SortedMap<String, JetStreamAccountOptions> tiers = new TreeMap<>();

        private Builder() {}

        /** The memory of all its streams, in bytes. Default -1. */
        public Builder maxMemoryBytes(long maxMemoryBytes) {
            this.maxMemoryBytes = maxMemoryBytes;
            return this;
        }

        /** The files of all its streams, in bytes. Default -1. */
        public Builder maxFileBytes(long maxFileBytes) {
            this.maxFileBytes = maxFileBytes;
            return this;
        }

        /** The number of its streams. Default -1. */
        public Builder maxStreams(int maxStreams) {
            this.maxStreams = maxStreams;
            return this;
        }

        /** The number of consumers of each of its streams. Default -1. */
        public Builder maxConsumers(int maxConsumers) {
            this.maxConsumers = maxConsumers;
            return this;
        }

        /** The most unacknowledged messages that a consumer may ask for. Default -1. */
        public Builder maxAckPending(int maxAckPending) {
            this.maxAckPending = maxAckPending;
            return this;
        }

        /** The size of one stream in memory, in bytes. Default -1. */
        public Builder memoryMaxStreamBytes(long memoryMaxStreamBytes) {
            this.memoryMaxStreamBytes = memoryMaxStreamBytes;
            return this;
        }

        /** The size of one stream in files, in bytes. Default -1. */
        public Builder fileMaxStreamBytes(long fileMaxStreamBytes) {
            this.fileMaxStreamBytes = fileMaxStreamBytes;
            return this;
        }

        /** Whether each stream has to say how large it may become. Default false. */
        public Builder maxBytesRequired(boolean maxBytesRequired) {
            this.maxBytesRequired = maxBytesRequired;
            return this;
        }

        /**
         * What streams with so many replicas may take, as claims name them: {@code R1} or {@code R3}. Of a server that is alone those of {@code R1} have to be said by the other methods, too, and without a tier of
         * that name no stream can be made. Default none, and no difference is made.
         */
        public Builder tier(String name, JetStreamAccountOptions limits) {
            tiers.put(name, limits);
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public JetStreamAccountOptions build() {
            return new JetStreamAccountOptions(this);
        }
    }
}
