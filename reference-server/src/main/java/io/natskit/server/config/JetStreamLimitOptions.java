// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.time.Duration;
import java.util.Objects;
import java.util.StringJoiner;

/** The bounds that JetStream sets to single streams, consumers and batches. Zero is no bound where nothing else is said. */
public final class JetStreamLimitOptions {
    private final int maxAckPending;
    private final int maxHaAssets;
    private final int maxRequestBatch;
    private final Duration duplicateWindow;
    private final int defaultMaxConsumers;
    private final int maxBatchInflightPerStream;
    private final int maxBatchInflightTotal;
    private final int maxBatchMessages;
    private final Duration batchTimeout;

    private JetStreamLimitOptions(Builder builder) {
        this.maxAckPending = builder.maxAckPending;
        this.maxHaAssets = builder.maxHaAssets;
        this.maxRequestBatch = builder.maxRequestBatch;
        this.duplicateWindow = builder.duplicateWindow;
        this.defaultMaxConsumers = builder.defaultMaxConsumers;
        this.maxBatchInflightPerStream = builder.maxBatchInflightPerStream;
        this.maxBatchInflightTotal = builder.maxBatchInflightTotal;
        this.maxBatchMessages = builder.maxBatchMessages;
        this.batchTimeout = builder.batchTimeout;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.maxAckPending = maxAckPending;
        builder.maxHaAssets = maxHaAssets;
        builder.maxRequestBatch = maxRequestBatch;
        builder.duplicateWindow = duplicateWindow;
        builder.defaultMaxConsumers = defaultMaxConsumers;
        builder.maxBatchInflightPerStream = maxBatchInflightPerStream;
        builder.maxBatchInflightTotal = maxBatchInflightTotal;
        builder.maxBatchMessages = maxBatchMessages;
        builder.batchTimeout = batchTimeout;
        return builder;
    }

    /** The most unacknowledged messages that a consumer may ask for. */
    public int maxAckPending() {
        return maxAckPending;
    }

    /** The most replicated streams and consumers of this server. */
    public int maxHaAssets() {
        return maxHaAssets;
    }

    /** The most messages that one pull may ask for. */
    public int maxRequestBatch() {
        return maxRequestBatch;
    }

    /** The longest time that message ids may be remembered. */
    public Duration duplicateWindow() {
        return duplicateWindow;
    }

    /** How many consumers a stream may have that does not say so itself; negative for no bound. */
    public int defaultMaxConsumers() {
        return defaultMaxConsumers;
    }

    /** How many atomic batches of one stream may be open. */
    public int maxBatchInflightPerStream() {
        return maxBatchInflightPerStream;
    }

    /** How many atomic batches of the server may be open. */
    public int maxBatchInflightTotal() {
        return maxBatchInflightTotal;
    }

    /** How many messages an atomic batch may have. */
    public int maxBatchMessages() {
        return maxBatchMessages;
    }

    /** How long a batch may idle before it is abandoned. */
    public Duration batchTimeout() {
        return batchTimeout;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "JetStreamLimitOptions[", "]");
        text.add("maxAckPending=" + maxAckPending);
        text.add("maxHaAssets=" + maxHaAssets);
        text.add("maxRequestBatch=" + maxRequestBatch);
        text.add("duplicateWindow=" + duplicateWindow);
        text.add("defaultMaxConsumers=" + defaultMaxConsumers);
        text.add("maxBatchInflightPerStream=" + maxBatchInflightPerStream);
        text.add("maxBatchInflightTotal=" + maxBatchInflightTotal);
        text.add("maxBatchMessages=" + maxBatchMessages);
        text.add("batchTimeout=" + batchTimeout);
        return text.toString();
    }

    /** Collects the values of {@link JetStreamLimitOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private int maxAckPending = 0;
        private int maxHaAssets = 0;
        private int maxRequestBatch = 0;
        private Duration duplicateWindow = Duration.ZERO;
        private int defaultMaxConsumers = 1_000;
        private int maxBatchInflightPerStream = 50;
        private int maxBatchInflightTotal = 1_000;
        private int maxBatchMessages = 1_000;
        private Duration batchTimeout = Duration.ofSeconds(10);

        private Builder() {}

        /** The most unacknowledged messages that a consumer may ask for. Default 0. */
        public Builder maxAckPending(int maxAckPending) {
            this.maxAckPending = maxAckPending;
            return this;
        }

        /** The most replicated streams and consumers of this server. Default 0. */
        public Builder maxHaAssets(int maxHaAssets) {
            this.maxHaAssets = maxHaAssets;
            return this;
        }

        /** The most messages that one pull may ask for. Default 0. */
        public Builder maxRequestBatch(int maxRequestBatch) {
            this.maxRequestBatch = maxRequestBatch;
            return this;
        }

        /** The longest time that message ids may be remembered. Default 0. */
        public Builder duplicateWindow(Duration duplicateWindow) {
            this.duplicateWindow = Objects.requireNonNull(duplicateWindow, "duplicateWindow");
            return this;
        }

        /** How many consumers a stream may have that does not say so itself; negative for no bound. Default 1,000. */
        public Builder defaultMaxConsumers(int defaultMaxConsumers) {
            this.defaultMaxConsumers = defaultMaxConsumers;
            return this;
        }

        /** How many atomic batches of one stream may be open. Default 50. */
        public Builder maxBatchInflightPerStream(int maxBatchInflightPerStream) {
            this.maxBatchInflightPerStream = maxBatchInflightPerStream;
            return this;
        }

        /** How many atomic batches of the server may be open. Default 1,000. */
        public Builder maxBatchInflightTotal(int maxBatchInflightTotal) {
            this.maxBatchInflightTotal = maxBatchInflightTotal;
            return this;
        }

        /** How many messages an atomic batch may have. Default 1,000. */
        public Builder maxBatchMessages(int maxBatchMessages) {
            this.maxBatchMessages = maxBatchMessages;
            return this;
        }

        /** How long a batch may idle before it is abandoned. Default 10 seconds. */
        public Builder batchTimeout(Duration batchTimeout) {
            this.batchTimeout = Objects.requireNonNull(batchTimeout, "batchTimeout");
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public JetStreamLimitOptions build() {
            return new JetStreamLimitOptions(this);
        }
    }
}
